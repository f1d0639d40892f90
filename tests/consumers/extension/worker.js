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

chrome.runtime.onMessage.addListener((message, _sender, reply) => {
  ask(message).then(reply, console.error);
  // The reply comes later.
  return true;
});
