import { OptaveClient } from 'optave-web-sdk';

// What is tested: a part of your own that asks Optave.
export function createChat(options) {
  const client = new OptaveClient({ organizationId: 'my-organization', ...options });
  return {
    client,
    ask: async (content) => {
      const { text } = await client.interaction({
        request: {
          connections: { threadId: 'ticket-12345' },
          scope: { conversations: [{ messages: [{ participantId: '1', content }] }] },
        },
      });
      return text;
    },
  };
}
