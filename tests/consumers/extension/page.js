import { OptaveClient } from './node_modules/optave-web-sdk/index.js';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
const response = await client.interaction({
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
});
document.body.append(`Response: ${response.text}`);
