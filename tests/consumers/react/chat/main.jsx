import { StrictMode, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'optave-web-sdk/chat-react';

// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

function Page() {
  const chat = useRef(null);
  const [answer, setAnswer] = useState('');
  useEffect(() => {
    const onAnswer = ({ detail }) => setAnswer(`Response: ${detail.message.text}`);
    const element = chat.current;
    element.addEventListener('optave-answer', onAnswer);
    return () => element.removeEventListener('optave-answer', onAnswer);
  }, []);
  return (
    <>
      <button onClick={() => chat.current.send('Where is my order?')}>Ask</button>
      <p>{answer}</p>
      <optave-chat
        ref={chat}
        websocket-url={websocketUrl}
        token-url={tokenUrl}
        organization-id="my-organization"
        open
      />
    </>
  );
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
// As a visitor would, once the page is there.
const seen = setInterval(() => {
  const button = document.querySelector('button');
  if (!button) return;
  clearInterval(seen);
  button.click();
}, 50);
