// On a page of yours: the address of your tenant, and of your server's token endpoint.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

navigator.serviceWorker.addEventListener('message', ({ data }) => document.body.append(`Response: ${data}`));
navigator.serviceWorker.startMessages();
await navigator.serviceWorker.register('service-worker.js', { type: 'module' });
const { active } = await navigator.serviceWorker.ready;
active.postMessage({ websocketUrl, tokenUrl });
