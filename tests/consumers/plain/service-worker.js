import { OptaveClient } from './node_modules/optave-web-sdk/index.js';

async function ask({ websocketUrl, tokenUrl }) {
  const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
  const response = await client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
    },
  });
  client.cleanup();
  return response.text;
}

// The browser ends a worker that nothing is waited for in.
self.addEventListener('message', (event) =>
  event.waitUntil(ask(event.data).then((text) => event.source.postMessage(text), console.error)),
);
