import { OptaveClient } from 'optave-web-sdk';

// The page says where the tenant is, and where your server hands out tokens.
onmessage = async ({ data: { websocketUrl, tokenUrl } }) => {
  const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
  const response = await client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
    },
  });
  postMessage(`Response: ${response.text}`);
};
