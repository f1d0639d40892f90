import { OptaveClient } from 'optave-web-sdk';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

const client = new OptaveClient({
  websocketUrl,
  tokenUrl,
  organizationId: 'my-organization',
  strictValidation: true,
});
const ask = (content) =>
  client.interaction({
    request: {
      connections: { threadId: 'ticket-12345' },
      scope: { conversations: [{ messages: [{ participantId: '1', content }] }] },
    },
  });

// Found before anything is sent: the page throws if it is not.
const { details } = await ask(42).catch((error) => error);
if (!/content: expected string, got number/.test(details)) throw new Error('42 passed for a text');

const response = await ask('Where is my order?');
document.body.append(`Response: ${response.text}`);
