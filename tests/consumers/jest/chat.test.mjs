import { OptaveClient } from 'optave-web-sdk';

const urls = JSON.parse(process.env.OPTAVE);

test('an order is found', async () => {
  const client = new OptaveClient({ organizationId: 'my-organization', ...urls });
  const { text } = await client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
    },
  });
  expect(text).toMatch(/on its way/);
  client.cleanup();
});
