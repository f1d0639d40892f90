import { OptaveClient } from 'optave-web-sdk';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

export const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });

export async function ask(content) {
  const { text } = await client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content }] }] },
    },
  });
  return text;
}
