const { OptaveClient } = require('optave-web-sdk');
const { startSandbox } = require('optave-web-sdk/sandbox');

startSandbox().then(async (sandbox) => {
  const { websocketUrl, tokenUrl } = sandbox;
  const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
  const response = await client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
    },
  });
  console.log(`Response: ${response.text}`);
  console.log(sandbox.control.requests().length, 'request');
  client.cleanup();
  await sandbox.close();
});
