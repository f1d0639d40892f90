import { OptaveClient } from 'optave-web-sdk';

const { WEBSOCKET_URL: websocketUrl, TOKEN_URL: tokenUrl } = process.env;

const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
const response = await client.interaction({
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
});
console.log(`Response: ${response.text}`);
client.cleanup();
