// The chat's element in JSX.
import { useRef } from 'react';
import type { OptaveChat } from 'optave-web-sdk/chat-react';
import 'optave-web-sdk/chat-react';

export function Page() {
  const chat = useRef<OptaveChat>(null);
  return (
    <>
      <optave-chat ref={chat} websocket-url="/ws" token-url="/token" organization-id="o" customer={{ id: 'c' }} open />
      {/* @ts-expect-error there is no such attribute */}
      <optave-chat websocket="/ws" />
    </>
  );
}
