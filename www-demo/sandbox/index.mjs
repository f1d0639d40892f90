// A local Optave: token endpoints, WebSocket, REST, and a control endpoint that scripts them. It listens on the
// loopback interface only and keeps everything in memory.
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createAnswerer } from './answer.mjs';
import { authRoutes } from './auth.mjs';
import { pointingLater } from './caller.mjs';
import { complain } from './complain.mjs';
import { createConfig, HARD_LIMIT_BYTES } from './config.mjs';
import { createConnections } from './connections.mjs';
import { controlRoutes, createControl } from './control.mjs';
import { createFaults } from './faults/registry.mjs';
import { createGate, guard } from './gate.mjs';
import { createHandshake } from './handshake.mjs';
import { createListener } from './listener.mjs';
import { createLog } from './log.mjs';
import { restRoutes } from './rest.mjs';
import { createValidator } from './schema.mjs';
import { createScripts } from './script.mjs';
import { checkShape } from './shapes.mjs';
import { mountStatics } from './statics.mjs';
import { createTokens } from './tokens.mjs';

const HOST = '127.0.0.1';

/**
 * @param {object} [options] `port` (0: any free one), `origins` (let in beside the loopback's), `static` (directories to
 *   serve), `schemaFile` or `schema` (instead of the built package's), and every setting of `config.mjs`.
 * @param {number} [options.port]
 * @param {readonly string[]} [options.origins]
 * @param {import('./statics.mjs').Static[]} [options.static]
 * @param {string} [options.schemaFile]
 * @param {object} [options.schema]
 */
export const startSandbox = pointingLater(async (options = {}) => {
  checkShape('start', options);
  const { port = 0, origins = [], static: statics = [], schemaFile, schema, ...overrides } = options;
  const gate = createGate(origins);
  const validator = createValidator({ schemaFile, schema });
  const settings = createConfig(overrides);
  const config = settings.current;
  const log = createLog(config);
  const tokens = createTokens(config, log);
  const scripts = createScripts();
  const tokenScripts = createScripts();
  const handshakeScripts = createScripts();
  const answerer = createAnswerer(config, scripts);
  const app = new Hono();
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  const listener = createListener(server, HOST);
  const faults = createFaults({ listener });
  const connections = createConnections({ config, log, validator, answerer, faults });
  const control = createControl({ settings, log, scripts, tokenScripts, handshakeScripts, connections, faults });
  const urls = {};

  guard(app, gate, '/control/*');
  // What the server hands over stands in for a Request, and cannot be made into another as long as the process keeps its
  // own global one; a clone of it can.
  app.use((c, next) => {
    c.req.raw = c.req.raw.clone();
    return next();
  });
  app.use(
    bodyLimit({
      maxSize: HARD_LIMIT_BYTES,
      onError: (c) => c.json({ error: `at most ${HARD_LIMIT_BYTES} bytes are read` }, 413),
    }),
  );
  app.get('/sandbox.json', (c) => c.json(urls));
  app.route('/', authRoutes({ config, log, tokens, scripts: tokenScripts, faults }));
  app.route('/', restRoutes({ config, log, tokens, validator, answerer, faults }));
  app.route('/control', controlRoutes(control));
  mountStatics(app, statics);
  app.notFound((c) => c.json({ error: `nothing at ${c.req.path}` }, 404));
  app.onError((error, c) => {
    // Who has gone in the middle of a request waits for no answer.
    if (!c.req.raw.signal.aborted) complain(`${c.req.method} ${c.req.path}`, error);
    return c.json({ error: `${error.name}: ${error.message}` }, 500);
  });

  const sockets = new Set();
  // After an upgrade the HTTP server no longer knows the socket, so it is remembered here for `close`.
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on(
    'upgrade',
    createHandshake({ config, gate, log, tokens, scripts: handshakeScripts, faults, onOpen: connections.add }),
  );

  const actualPort = await listener.open(port);
  const url = `http://${HOST}:${actualPort}`;
  Object.assign(urls, {
    url,
    websocketUrl: `ws://${HOST}:${actualPort}/ws`,
    tokenUrl: `${url}/api/optave/ws-ticket`,
    restUrl: url,
  });

  return {
    ...urls,
    control,
    async close() {
      const closed = listener.close();
      faults.clear();
      faults.severAll();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
});
