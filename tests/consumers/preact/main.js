import { h, render } from 'preact';
import { useEffect } from 'preact/hooks';
import { OptaveProvider, useRequest } from 'optave-web-sdk/react';
import { OptaveClient } from 'optave-web-sdk';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));
const connect = () => new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });

const params = {
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
};

function Answer() {
  const { run, response } = useRequest('interaction');
  useEffect(() => void run(params), [run]);
  return h('p', null, response ? `Response: ${response.text}` : 'Waiting for an answer.');
}

render(h(OptaveProvider, { client: connect }, h(Answer)), document.getElementById('root'));
