import { Miniflare } from 'miniflare';

const { WEBSOCKET_URL: websocketUrl, TOKEN_URL: tokenUrl } = process.env;

// workerd as Cloudflare runs it, on this machine.
const server = new Miniflare({
  modules: true,
  scriptPath: 'dist/worker.js',
  compatibilityDate: '2026-01-01',
  bindings: { websocketUrl, tokenUrl },
});
const answer = await server.dispatchFetch('http://localhost/');
console.log(await answer.text());
await server.dispose();
