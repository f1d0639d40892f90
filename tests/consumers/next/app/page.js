import Answer from './answer.js';

// Rendered by the server for every request, and there the client component below imports the SDK, too.
export const dynamic = 'force-dynamic';

export default function Page() {
  return <Answer />;
}
