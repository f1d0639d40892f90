const { OptaveClient } = require('optave-web-sdk');

const urls = JSON.parse(process.env.OPTAVE);
const params = {
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
};

test.each(['websocket', 'rest'])('an order is found, over %s', async (transport) => {
  const client = new OptaveClient({ organizationId: 'my-organization', transport, ...urls });
  const { text } = await client.interaction(params);
  expect(text).toMatch(/on its way/);
  client.cleanup();
});

test('strict validation names what is wrong', async () => {
  const client = new OptaveClient({ organizationId: 'my-organization', strictValidation: true, ...urls });
  const wrong = { request: { ...params.request, attributes: { content: 7 } } };
  await expect(client.interaction(wrong)).rejects.toMatchObject({ code: 'PAYLOAD_SCHEMA_MISMATCH' });
  client.cleanup();
});
