// On a page of yours: the address of your tenant, and of your server's token endpoint, as attributes.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

const chat = Object.assign(document.querySelector('optave-chat'), { websocketUrl, tokenUrl });
chat.addEventListener('optave-answer', ({ detail }) => document.body.append(`Response: ${detail.message.text}`));
chat.show();
chat.send('Where is my order?');
