// The strings a test pulls: the same functions in process and, as JSON over HTTP, under /control.
import { Hono } from 'hono';
import { checkShape } from './shapes.mjs';

/** @typedef {ReturnType<typeof createControl>} Control */

export function createControl({ settings, log, scripts, tokenScripts, handshakeScripts, connections }) {
  const checked =
    (name, apply) =>
    (body = {}) => {
      checkShape(name, body);
      return apply(body);
    };
  return {
    log: () => log.snapshot(),
    clearLog: () => {
      log.clear();
      return {};
    },
    config: checked('config', (patch) => ({ ...settings.merge(patch) })),
    script: checked('script', ({ answers }) => ({ queued: scripts.add(answers) })),
    token: checked('token', ({ answers }) => ({ queued: tokenScripts.add(answers) })),
    handshake: checked('handshake', ({ answers }) => ({ queued: handshakeScripts.add(answers) })),
    push: checked('push', ({ connection, messages }) => ({ connections: connections.push(connection, messages) })),
    close: checked('close', ({ connection, code = 1000, reason }) => ({
      connections: connections.close(connection, code, reason),
    })),
    drop: checked('drop', ({ connection }) => ({ connections: connections.drop(connection) })),
    /** Defaults, empty log, no scripts. Open connections and tokens stay as they are. */
    reset: () => {
      for (const queue of [scripts, tokenScripts, handshakeScripts]) queue.clear();
      log.clear();
      return { ...settings.reset() };
    },
  };
}

export function controlRoutes(control) {
  const app = new Hono();
  app.get('/log', (c) => c.json(control.log()));
  app.delete('/log', (c) => c.json(control.clearLog()));
  app.post('/reset', (c) => c.json(control.reset()));
  for (const name of ['config', 'script', 'push', 'close', 'drop', 'token', 'handshake']) {
    app.post(`/${name}`, async (c) => {
      try {
        const body = await c.req.text();
        return c.json(control[name](body.trim() ? JSON.parse(body) : {}));
      } catch (error) {
        return c.json({ error: `${error.name}: ${error.message}` }, 400);
      }
    });
  }
  return app;
}
