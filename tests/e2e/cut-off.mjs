// For tests of calls into wasm that are cut off: a server that answers at once, and tools in the page.
import { once } from 'node:events';
import { after, before } from 'node:test';
import { WebSocketServer } from 'ws';
import { inPage } from './helper.mjs';

let server;

/** For a file's tests. The sandbox would spend most of their time checking what it is sent. */
export function serve() {
  before(async () => {
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'optave-v1' });
    const answer = (socket, id) =>
      socket.send(`{"correlationId":"${id}","actionType":"interaction","state":"completed"}`);
    server.on('connection', (socket) => {
      const held = [];
      socket.on('message', (data) => {
        const text = data.toString();
        const [, id] = /"correlationId":"([^"]*)"/.exec(text);
        // What is to wait is answered when somebody says so, all of it.
        if (text.includes('"content":"wait"')) held.push(id);
        else answer(socket, id);
        if (text.includes('"content":"go on"')) held.splice(0).forEach((id) => answer(socket, id));
      });
    });
    await once(server, 'listening');
  });

  after(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
}

const tools = (port) => {
  window.useSdk = (sdk) => {
    window.connect = (options) =>
      new sdk.OptaveClient({
        websocketUrl: `ws://127.0.0.1:${port}`,
        organizationId: 'organization-1',
        tokenProvider: () => 'token',
        payloadDefaults: 'compact',
        logger: {},
        reconnect: false,
        ...options,
      });
    /** What becomes of a promise, or of what may throw at once: fulfilled, an error of ours, or what must not be. */
    window.endOf = async (work) => {
      const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'it never settled'));
      const result = (async () => {
        try {
          await (typeof work === 'function' ? work() : work);
          return 'done';
        } catch (error) {
          return error instanceof sdk.OptaveError ? error.code : `not ours: ${error?.stack}`;
        }
      })();
      return Promise.race([result, late]);
    };
  };
  useSdk(sdk);
  window.isEnd = (end) => /^(done|[A-Z_]+)$/.test(end);
  window.waiting = params({ attributes: { content: 'wait' } });
  /** Whether a client that there was, and a new one, can do their work. */
  window.othersWork = async (other) => {
    const ends = await Promise.all([other, connect()].map((client) => endOf(() => client.interaction(params()))));
    return ends.every((end) => end === 'done') || ends;
  };
};

/** A test in a page with these tools. */
export const cutOff = (name, body, options) =>
  inPage(
    name,
    async (test) => {
      await test.run(tools, server.address().port);
      await body(test);
    },
    { timeout: 60_000, ...options },
  );
