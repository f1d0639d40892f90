// One local Optave for all tests; it serves the page, too.
import { startSandbox } from 'optave-web-sdk/sandbox';

export default async function setup() {
  const { url, websocketUrl, tokenUrl, close } = await startSandbox({
    static: [{ path: '/', dir: import.meta.dirname }],
  });
  process.env.PAGE = `${url}/?${new URLSearchParams({ websocketUrl, tokenUrl })}`;
  return close;
}
