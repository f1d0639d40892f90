import { ask, client as remote } from 'remote/answer';
import { OptaveClient } from 'optave-web-sdk';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
const response = await client.interaction({
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
});
const text = await ask('Where is my order?');
if (!(remote instanceof OptaveClient) || text !== response.text)
  throw new Error('The remote has a package of its own.');
document.body.append(`Response: ${response.text}`);
