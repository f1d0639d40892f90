// What the package does in a service worker, where nothing can be imported later.
import { createClient } from '/pkg/auto.js';
import { OptaveClient } from '/pkg/index.js';

const params = {
  request: {
    connections: { threadId: 'thread-1' },
    scope: { conversations: [{ messages: [{ content: 'Where is my order?' }] }] },
  },
};

const said = ({ code, message, suggestions, retryable }) => ({ code, message, suggestions, retryable });

async function tryOut() {
  const options = { websocketUrl: `ws://${location.host}/ws`, organizationId: 'organization-1' };
  const client = new OptaveClient(options);
  const { state } = await client.interaction(params);
  client.cleanup();
  const strict = new OptaveClient({ ...options, strictValidation: true });
  const [auto, checked] = await Promise.all([
    createClient(options).catch(said),
    strict.interaction(params).catch(said),
  ]);
  strict.cleanup();
  return { state, auto, checked };
}

addEventListener('message', ({ source }) => tryOut().then((found) => source.postMessage(found)));
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
