'use client';

import { useEffect, useState } from 'react';
import { OptaveClient } from 'optave-web-sdk';

export default function Answer() {
  const [text, setText] = useState('Waiting for an answer.');
  useEffect(() => {
    // On a page of yours: the address of your tenant, and of your server's token endpoint.
    const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

    const client = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'my-organization' });
    const request = client.interaction({
      request: {
        connections: { threadId: 'ticket-12345' },
        scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
      },
    });
    request.then((response) => setText(`Response: ${response.text}`), console.error);
    return () => client.cleanup();
  }, []);
  return <p>{text}</p>;
}
