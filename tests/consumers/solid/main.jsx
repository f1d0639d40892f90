import { createSignal, onCleanup } from 'solid-js';
import { render } from 'solid-js/web';
import { OptaveClient } from 'optave-web-sdk';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

function Answer() {
  const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
  onCleanup(() => client.cleanup());
  const [text, setText] = createSignal('Waiting for an answer.');
  const request = client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
    },
  });
  request.then((response) => setText(`Response: ${response.text}`), console.error);
  return <p>{text()}</p>;
}

render(() => <Answer />, document.getElementById('root'));
