// What a page may do to a client without meaning to: answer it promises that reject, hand it what throws, call its methods
// without it, keep it when its frame is gone.
import assert from 'node:assert/strict';
import { inPage, script } from './helper.mjs';

inPage(
  'what a listener or onUpdate, a metric or a logger rejects with is logged, and nobody else feels it',
  async (test) => {
    const { run } = test;
    const found = await run(async () => {
      const lines = [];
      const logger = {
        error: async (text, error) => (lines.push([text, error.message]), Promise.reject(new Error('log'))),
      };
      const fail = (text) => async () => {
        throw new Error(text);
      };
      const client = make({ logger, onMetric: fail('metric') });
      client.on('open', fail('open')).on('update', fail('update'));
      const { state } = await client.interaction(params(), { until: ['interaction'], onUpdate: fail('render') });
      const told = () => [...new Set(lines.map((line) => line.join(': ')))].sort();
      await come(() => told().length >= 4);
      return { state, lines: told() };
    });
    assert.equal(found.state, 'completed');
    assert.deepEqual(found.lines, [
      '[optave] a listener of "open" rejected: open',
      '[optave] a listener of "update" rejected: update',
      '[optave] onMetric rejected: metric',
      '[optave] onUpdate rejected: render',
    ]);
  },
);

inPage('reconnect.isFinal that rejects is logged, and the connection opens again', async ({ run, control }) => {
  script(control, { close: { code: 4001 } });
  const found = await run(async () => {
    const logger = new Recorder();
    const client = quick({ logger, reconnect: { isFinal: () => Promise.reject(new Error('no')) } });
    const { state } = await client.interaction(params());
    return { state, lines: logger.lines.map(({ text }) => text) };
  });
  assert.deepEqual(found, { state: 'completed', lines: ['[optave] reconnect.isFinal rejected Error: no'] });
});

inPage('hostile params and options reject their request, and the client goes on', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const fail = () => {
      throw new Error('mine');
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    const list = Proxy.revocable([], {});
    revoke();
    list.revoke();
    const trap = new Proxy({}, { ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail, get: fail });
    const keys = new Proxy({}, { ownKeys: fail });
    const items = new Proxy(['a'], { get: (list, key) => (key === '0' ? fail() : list[key]) });
    const getter = (name) => Object.defineProperty({}, name, { get: fail, enumerable: true });
    const results = [];
    const ask = async (given, options) => {
      const request = client.interaction(given, options);
      results.push((await outcome(request)).error?.code);
    };
    for (const bad of [proxy, list.proxy, trap, getter('request'), getter('session')]) await ask(bad);
    await ask(Object.defineProperties(params(), Object.getOwnPropertyDescriptors(getter('headers'))));
    for (const bad of [proxy, list.proxy, trap]) await ask(params({}, { headers: bad }));
    const inParams = results.splice(0);
    for (const bad of [proxy, list.proxy, trap, keys, getter('timeoutMs'), getter('until')]) await ask(params(), bad);
    for (const bad of [proxy, list.proxy, trap, keys, items]) {
      for (const name of ['until', 'onUpdate', 'timeoutMs', 'signal']) await ask(params(), { [name]: bad });
    }
    const { state } = await client.interaction(params());
    return { inParams, inOptions: results, state };
  });
  assert.deepEqual(found.inParams, [
    ...Array(3).fill('PAYLOAD_SCHEMA_MISMATCH'),
    ...Array(3).fill('SERIALIZATION_FAILED'),
    ...Array(3).fill('PAYLOAD_SCHEMA_MISMATCH'),
  ]);
  assert.deepEqual([...new Set(found.inOptions)], ['INVALID_CONFIG']);
  assert.equal(found.state, 'completed');
});

inPage('hostile options of a client are INVALID_CONFIG', async ({ run }) => {
  const codes = await run(async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const codes = [await codeOf(() => new sdk.OptaveClient(proxy))];
    for (const name of ['reconnect', 'queue', 'until', 'session', 'request', 'tokenProvider', 'requestTimeoutMs']) {
      codes.push(await codeOf(() => make({ [name]: proxy })));
    }
    return codes;
  });
  assert.deepEqual([...new Set(codes)], ['INVALID_CONFIG']);
});

inPage('no method is cut off by what it is given', async ({ run }) => {
  const found = await run(async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const client = make();
    const given = [proxy, Object.create(null), Symbol('s'), 1n, () => {}];
    const odd = [];
    for (const method of ['send', 'openConnection', 'closeConnection', 'cancelRequest', 'on', 'off', 'validate']) {
      for (const value of given) {
        const { error } = await outcome(() => client[method](value, value, value));
        if (error && !error.isOptaveError && !/must be a function$/.test(error.message)) odd.push([method, error]);
      }
    }
    for (const value of given) client.validateEnvelope(value);
    const { state } = await client.interaction(params());
    return { odd, state };
  });
  assert.deepEqual(found, { odd: [], state: 'completed' });
});

inPage('an instance of a class serves as options that hold others', async ({ run, control }) => {
  const found = await run(async () => {
    class Config {
      enabled = false;
      maxRequests = 0;
    }
    class Defaults {
      connections = { threadId: 'of the class' };
    }
    const client = make({ reconnect: new Config(), request: new Defaults() });
    await client.interaction(params({ connections: {} }));
    const full = await codeOf(make({ queue: new Config() }).interaction(params()));
    const { details } = (await outcome(() => make({ requestTimeoutMs: Infinity }))).error;
    return { full, details };
  });
  assert.equal(found.full, 'QUEUE_FULL');
  assert.deepEqual(found.details, ['requestTimeoutMs: expected a finite number, 0 to 2147483647']);
  assert.equal(control.log().frames[0].envelope.payload.request.connections.threadId, 'of the class');
});

inPage('cleanup() right after the first calls leaves nobody with an unhandled rejection', async ({ run }) => {
  const codes = await run(async () => {
    const client = make();
    client.openConnection();
    client.interaction(params());
    const asked = codeOf(client.interaction(params()));
    const opening = make();
    const awaited = codeOf(opening.openConnection());
    client.cleanup();
    opening.cleanup();
    // By then the page would have been told.
    await new Promise((resolve) => setTimeout(resolve));
    return [await asked, await awaited];
  });
  assert.deepEqual(codes, ['REQUEST_CANCELLED', 'CONNECTION_CLOSED']);
});
