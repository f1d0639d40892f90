// What reactive stores make of what they are handed: a Proxy of the client, as Vue, Alpine and MobX make one, a copy of
// its properties, as valtio does, and objects that are frozen all the way down.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { withoutPage } from './engines.mjs';
import { inPage, script, superpower } from './helper.mjs';

/** Gives the page what stores do. */
const withStores = (run) =>
  run(() => {
    const isObject = (value) => typeof value === 'object' && value !== null;
    /** A Proxy that gives Proxies of what it holds, and of functions too, if `wraps` says so. */
    window.reactive = (target, wraps = isObject) =>
      new Proxy(target, {
        get(object, key, receiver) {
          const value = Reflect.get(object, key, receiver);
          return wraps(value) ? reactive(value, wraps) : value;
        },
      });
    window.isAny = (value) => isObject(value) || typeof value === 'function';
    /** A Proxy of which every method is bound to what it stands for. */
    window.bound = (target) =>
      new Proxy(target, {
        get(object, key) {
          const value = Reflect.get(object, key);
          return typeof value === 'function' ? value.bind(object) : value;
        },
      });
    /** An object of its own with the same prototype and properties. */
    window.copied = (target) => {
      const copy = Object.create(Object.getPrototypeOf(target));
      for (const key of Reflect.ownKeys(target)) {
        const { enumerable } = Reflect.getOwnPropertyDescriptor(target, key);
        Object.defineProperty(copy, key, { value: target[key], enumerable, configurable: true });
      }
      return Object.preventExtensions(copy);
    };
    window.STORES = {
      'a deep Proxy': (client) => reactive({ client }).client,
      'a Proxy of everything, functions included': (client) => reactive({ client }, isAny).client,
      'a Proxy that binds methods': bound,
      'a copy of its properties': copied,
      'a Proxy of a copy': (client) => reactive({ client: copied(client) }).client,
      'a copy of a Proxy': (client) => copied(reactive({ client }).client),
      'a frozen client': Object.freeze,
    };
  });

const STORES = [
  'a deep Proxy',
  'a Proxy of everything, functions included',
  'a Proxy that binds methods',
  'a copy of its properties',
  'a Proxy of a copy',
  'a copy of a Proxy',
  'a frozen client',
];

for (const store of STORES) {
  inPage(`${store} is the client`, async ({ run }) => {
    await withStores(run);
    const found = await run(async (store) => {
      const client = make();
      const kept = STORES[store](client);
      const heard = [];
      const chain = kept.on('state', ({ state }) => heard.push(state)).once('open', () => heard.push('once'));
      await kept.openConnection();
      const { state } = await kept.interaction(params());
      const id = kept.getSessionId();
      const found = {
        isChained: typeof chain.interaction,
        state,
        isConnected: [kept.isConnected(), client.isConnected()],
        connection: kept.connection.state,
        isSameSession: id === client.getSessionId(),
        listeners: client.listenerCount('state'),
        requests: client.metrics().requests,
      };
      kept.free();
      return { ...found, heard, end: client.connection.state, after: await codeOf(kept.interaction(params())) };
    }, store);
    assert.deepEqual(found, {
      isChained: 'function',
      state: 'completed',
      isConnected: [true, true],
      connection: 'open',
      isSameSession: true,
      listeners: 1,
      requests: 1,
      heard: ['connecting', 'open', 'once', 'closed'],
      end: 'closed',
      after: 'CONNECTION_CLOSED',
    });
  });
}

inPage('Vue, Alpine, Vue 2 and lodash see that a client is no plain object', async ({ run }) => {
  const found = await run(() => {
    class Widget extends sdk.OptaveClient {}
    const client = new Widget({ websocketUrl });
    return [Object.prototype.toString.call(client), JSON.stringify(Object.keys(sdk.OptaveClient.prototype))];
  });
  assert.deepEqual(found, ['[object OptaveClient]', '[]']);
});

withoutPage('a copy keeps the client that it is made of from being collected', () => {
  const pkg = new URL('../../pkg/index.js', import.meta.url).href;
  const program = `
    import { OptaveClient } from ${JSON.stringify(pkg)};
    const make = () => new OptaveClient({ websocketUrl: 'wss://example.com', organizationId: 'o' });
    const copyOf = (client) => Object.create(Object.getPrototypeOf(client), Object.getOwnPropertyDescriptors(client));
    const client = make();
    client.setSessionId('mine');
    const copies = [copyOf(client)];
    const forgotten = new WeakRef(make());
    const begin = () => {
      const client = make();
      client.setSessionId('other');
      copies.push(copyOf(client));
    };
    begin();
    for (let round = 0; round < 20 && forgotten.deref(); round++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      gc();
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
    // Others take the place of what was freed.
    const others = Array.from({ length: 20 }, make);
    others.forEach((other, index) => other.setSessionId('new ' + index));
    console.log(JSON.stringify([!forgotten.deref(), ...copies.map((copy) => copy.getSessionId())]));
  `;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', program],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), [true, 'mine', 'other']);
});

inPage('a store freezes everything that it is handed, and nothing breaks', async ({ run, control }) => {
  const bare = (...messages) => messages.map((body) => ({ form: 'bare', body }));
  script(
    control,
    bare(superpower('interaction', 'started'), superpower('interaction')),
    bare(superpower('interaction', 'error')),
    bare(superpower('interaction')),
  );
  const found = await run(async () => {
    const freeze = (value) => {
      deepFreeze(value);
      if (value instanceof Error) Reflect.ownKeys(value).forEach((key) => deepFreeze(value[key]));
      return value;
    };
    const options = freeze({
      websocketUrl,
      organizationId: 'o',
      session: { metadata: { a: [1] } },
      reconnect: { firstDelayMs: 20 },
      queue: { maxRequests: 5 },
      tokenProvider: async () => freeze(await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()),
      onMetric: freeze,
      logger: freeze(new Recorder()),
    });
    const client = Object.freeze(new sdk.OptaveClient(options));
    const seen = [];
    for (const name of [
      'message',
      'superpower.response',
      'update',
      'state',
      'open',
      'close',
      'error',
      'superpower.error',
    ])
      client.on(name, (value) => seen.push([name, freeze(value)]));
    const until = (update, updates) => (freeze(updates), update.state === 'completed');
    const request = Object.freeze(client.interaction(freeze(params()), freeze({ until, onUpdate: freeze })));
    const updates = [];
    for await (const update of request) updates.push(freeze(update));
    const response = freeze(await request);
    const error = freeze(await client.interaction(params()).catch((error) => error));
    const [shared, sharedToo] = [client.interaction(params()), client.interaction(params())];
    client.cancelPendingRequests();
    const cancelled = await Promise.all([shared, sharedToo].map((request) => request.catch(freeze)));
    const again = await client.interaction(params());
    freeze(client.connection);
    freeze(client.metrics());
    client.closeConnection();
    return {
      updates: updates.map(({ state }) => state),
      response: response.updates.length,
      error: error.code,
      cancelled: cancelled.map(({ code }) => code),
      ids: new Set(cancelled.map(({ correlationId }) => correlationId)).size,
      again: again.state,
      names: [...new Set(seen.map(([name]) => name))].sort(),
      state: client.connection.state,
      lines: options.logger.lines,
    };
  });
  assert.deepEqual(found, {
    updates: ['started', 'completed'],
    response: 2,
    error: 'REMOTE_ERROR',
    cancelled: ['REQUEST_CANCELLED', 'REQUEST_CANCELLED'],
    ids: 2,
    again: 'completed',
    names: ['close', 'message', 'open', 'state', 'superpower.error', 'superpower.response', 'update'],
    state: 'closed',
    lines: [],
  });
});
