// The strings a test pulls: the same functions in process and, as JSON over HTTP, under /control.
import { Hono } from 'hono';
import { pointing } from './caller.mjs';
import { checkShape } from './shapes.mjs';

/** @typedef {ReturnType<typeof createControl>} Control */

export function createControl({ settings, log, scripts, tokenScripts, handshakeScripts, connections, faults }) {
  const checked =
    (name, apply) =>
    (body = {}) => {
      checkShape(name, body);
      return apply(body);
    };
  return pointing({
    log: () => log.snapshot(),
    clearLog: () => {
      log.clear();
      return {};
    },
    /** What happened, in numbers. */
    counts: () => log.counts.snapshot(),
    /** The frames received, by correlation id. */
    requests: () => log.requests(),
    config: checked('config', (patch) => ({ ...settings.merge(patch) })),
    script: checked('script', ({ answers }) => ({ queued: scripts.add(answers) })),
    token: checked('token', ({ answers }) => ({ queued: tokenScripts.add(answers) })),
    handshake: checked('handshake', ({ answers }) => ({ queued: handshakeScripts.add(answers) })),
    push: checked('push', ({ connection, messages }) => ({ connections: connections.push(connection, messages) })),
    close: checked('close', ({ connection, code = 1000, reason }) => ({
      connections: connections.close(connection, code, reason),
    })),
    drop: checked('drop', ({ connection }) => ({ connections: connections.drop(connection) })),
    /** The faults in force, and all there are. */
    faults: () => ({ active: faults.active(), known: faults.known() }),
    /** One fault, or a list of them. */
    fault: (body) => ({ faults: faults.add(Array.isArray(body) ? body : [body]) }),
    clearFaults: (id) => ({ cleared: faults.clear(id) }),
    down: (options = {}) => ({ faults: faults.add([{ ...options, fault: 'down' }]) }),
    up: () => ({ cleared: faults.clearNamed('down') }),
    /**
     * Defaults, empty log, no scripts, no faults; requests under way, those that hang among them, are cut. Open
     * connections and tokens stay as they are.
     */
    reset: () => {
      faults.clear();
      faults.severAll();
      for (const queue of [scripts, tokenScripts, handshakeScripts]) queue.clear();
      log.clear();
      return { ...settings.reset() };
    },
  });
}

const POSTED = ['config', 'script', 'push', 'close', 'drop', 'token', 'handshake', 'fault', 'down', 'up', 'reset'];

export function controlRoutes(control) {
  const app = new Hono();
  const answering = (c, work) => {
    try {
      return c.json(work());
    } catch (error) {
      return c.json({ error: `${error.name}: ${error.message}`, allowed: error.allowed }, 400);
    }
  };
  for (const name of ['log', 'counts', 'requests', 'faults']) app.get(`/${name}`, (c) => c.json(control[name]()));
  app.delete('/log', (c) => c.json(control.clearLog()));
  app.delete('/faults', (c) => c.json(control.clearFaults()));
  app.delete('/faults/:id', (c) => answering(c, () => control.clearFaults(Number(c.req.param('id')))));
  for (const name of POSTED) {
    app.post(`/${name}`, async (c) => {
      const body = await c.req.text();
      return answering(c, () => control[name](body.trim() ? JSON.parse(body) : {}));
    });
  }
  return app;
}
