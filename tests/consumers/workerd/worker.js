import { OptaveClient } from 'optave-web-sdk';

export default {
  async fetch(_request, { websocketUrl, tokenUrl }) {
    const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
    const response = await client.interaction({
      request: {
        connections: { threadId: 'ticket-12345' },
        scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
      },
    });
    client.cleanup();
    return new Response(`Response: ${response.text}`);
  },
};
