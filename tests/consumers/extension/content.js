// `Optave` comes from optave-web-sdk/script-js, which stands before this file in the manifest.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

const client = new Optave.OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
const request = client.interaction({
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
});
request.then((response) => document.body.append(`Response: ${response.text}`));
