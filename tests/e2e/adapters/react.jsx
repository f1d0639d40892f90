// A chat as somebody would write it with React. `controls` lets the test do what its buttons would.
import { Activity, memo, StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { OptaveProvider, useConnection, useConversation, useOptave, useRequest } from 'optave-web-sdk/react';

function Chat({ controls }) {
  const client = useOptave();
  const connection = useConnection();
  const request = useRequest('interaction');
  const chat = useConversation();
  Object.assign(controls, { client, request, chat });
  // Not before StrictMode has taken it away and brought it back.
  useEffect(() => void setTimeout(() => (controls.isReady = true)), [controls]);
  return (
    <>
      <p id="connection">{connection.state}</p>
      <p id="request">{[request.isPending, request.text, request.updates.length, request.error?.code].join(' ')}</p>
      <ol>
        {chat.messages.map(({ id, role, text, state, error }) => (
          <li key={id}>{[role, text, state, error?.code].join(' ')}</li>
        ))}
      </ol>
    </>
  );
}

/** It is not rendered anew unless what it uses is. */
const StillChat = memo(Chat);

/** What a router keeps of a page that it hides: the state, and no effect. */
export function mountHideable(target, connect) {
  const controls = {};
  const root = createRoot(target);
  const show = (mode) =>
    root.render(
      <Activity mode={mode}>
        <OptaveProvider client={connect}>
          <StillChat controls={controls} />
        </OptaveProvider>
      </Activity>,
    );
  show('visible');
  return { controls, hide: () => show('hidden'), show: () => show('visible') };
}

function Lost() {
  return <p>{useOptave().connection.state}</p>;
}

export function mount(target, connect) {
  const controls = {};
  let root = createRoot(target);
  const show = (key, isShown) =>
    root.render(
      <StrictMode>
        <OptaveProvider client={connect} key={key}>
          {isShown && <Chat controls={controls} />}
        </OptaveProvider>
      </StrictMode>,
    );
  show(0, true);
  return {
    controls,
    hide: () => show(0, false),
    // As when code is replaced in a running page, and no state is kept.
    again: () => show(1, true),
    unmount: () => root.unmount(),
  };
}

export function mountLost(target, tell) {
  createRoot(target, { onUncaughtError: tell }).render(<Lost />);
}
