// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

const client = new Optave.OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
const request = client.interaction({
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
});
request.then((response) => document.body.append(`Response: ${response.text}`));
