import { useEffect } from 'react';
import { useRequest } from 'optave-web-sdk/react';

const params = {
  request: {
    connections: { threadId: 'ticket-12345' },
    scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
  },
};

export default function Answer() {
  const { run, response } = useRequest('interaction');
  useEffect(() => void run(params), [run]);
  return <p>{response ? `Response: ${response.text}` : 'Waiting for an answer.'}</p>;
}
