// What a page may do to a client without meaning to: answer it promises that reject, hand it what throws, call its methods
// without it, copy what it is given, keep it when its frame is gone.
import assert from 'node:assert/strict';
import { eventually, inPage, script } from './helper.mjs';

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

inPage('a method without its client says so: one that answers promises rejects', async ({ run }) => {
  const found = await run(async () => {
    const { prototype } = sdk.OptaveClient;
    const promising =
      /^(send|openConnection|(adjust|elevate|interaction|customerInteraction|reception|summarize|translate|recommend|insights)(Async)?)$/;
    const odd = [];
    let rejecting = 0;
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const [name, { value, get }] of Object.entries(
      Object.getOwnPropertyDescriptors(Object.getPrototypeOf(prototype)),
    )) {
      if (/^(constructor|free|__.*)$/.test(name)) continue;
      for (const self of [undefined, {}, prototype, revoked.proxy]) {
        let answer;
        const { error } = await outcome(() => (answer = (value ?? get).call(self, params())));
        const rejects = answer instanceof sdk.OptaveRequest;
        rejecting += rejects;
        if (
          error?.code !== 'INVALID_CONFIG' ||
          !error.message.startsWith(`${name} `) ||
          rejects !== promising.test(name)
        )
          odd.push([name, error]);
      }
    }
    const { on } = make();
    return { odd, rejecting, on: (await outcome(() => on('open', () => {}))).error.message };
  });
  assert.deepEqual(found, { odd: [], rejecting: 4 * 20, on: 'on was used without its client' });
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

inPage('what is given survives a copy: updates, responses, errors', async ({ run }) => {
  const lost = await run(async () => {
    const client = make();
    const response = await client.interaction(params());
    const error = await client.interaction({}).catch((thrown) => thrown);
    const copies = [
      (value) => ({ ...value }),
      (value) => JSON.parse(JSON.stringify(value)),
      (value) => structuredClone({ ...value }),
    ];
    const names = ['message', 'code', 'category', 'details', 'suggestions', 'correlationId', 'retryable', 'timestamp'];
    return copies.flatMap((copy) => [
      ...(copy(response).text && copy(response.updates[0]).text === response.updates[0].text ? [] : ['text']),
      ...names.filter((name) => JSON.stringify(copy(error)[name]) !== JSON.stringify(error[name])),
    ]);
  });
  assert.deepEqual(lost, []);
});

// --- Frames ---

const DOING = {
  nothing: () => {},
  'being open': () => client.openConnection(),
  connecting: () => void client.openConnection().catch(() => {}),
  'waiting to reconnect': async ({ run, control }) => {
    await run(() => client.openConnection());
    control.down();
    await eventually(() => run(() => client.connection.state === 'waiting'));
  },
};

async function inFrame(run, options) {
  await run(async (options) => {
    window.frame = document.createElement('iframe');
    frame.src = '/page/index.html';
    document.body.append(frame);
    await come(() => frame.contentWindow.make);
    // Browsers settle nothing that would run code of a frame that is gone, as an `await` of its promises does.
    window.heard = (promise) => new Promise((resolve) => promise.then(resolve, resolve));
    window.client = frame.contentWindow.make(options);
  }, options);
}

for (const [what, doing] of Object.entries(DOING)) {
  inPage(`a client whose frame is removed while ${what} says so at once`, async (test) => {
    const { run, control } = test;
    if (what === 'connecting') control.handshake({ answers: [{ hang: true }] });
    await inFrame(run, { reconnect: { firstDelayMs: 600_000 } });
    await (doing.length ? doing(test) : run(doing));
    const found = await run(async () => {
      const before = client.connection.state;
      const asked = before === 'idle' ? undefined : client.interaction(params());
      const fates = asked ? [heard(asked)] : [];
      await new Promise((resolve) => setTimeout(resolve));
      frame.remove();
      fates.push(heard(client.interaction(params())), heard(client.openConnection()));
      const told = ({ code, retryable, message }) => [code, retryable, /frame is gone/.test(message)];
      return {
        errors: (await Promise.all(fates)).map(told),
        state: client.connection.state,
        isConnected: client.isConnected(),
      };
    });
    for (const error of found.errors) assert.deepEqual(error, ['CONNECTION_CLOSED', false, true]);
    assert.deepEqual([found.state, found.isConnected], ['closed', false]);
  });
}

inPage('so it is over HTTP, with what was in flight', async ({ run }) => {
  await inFrame(run, { transport: 'rest', restUrl: '/nowhere' });
  const codes = await run(async () => {
    const asked = heard(client.interaction(params()));
    frame.remove();
    const later = heard(client.interaction(params()));
    return [(await asked).code, (await later).code, client.connection.state];
  });
  assert.deepEqual(codes, ['CONNECTION_CLOSED', 'CONNECTION_CLOSED', 'closed']);
});

inPage('a client whose frame goes to another page says so, and what was in flight is rejected before', async (test) => {
  const { run, control } = test;
  control.handshake({ answers: [{ hang: true }] });
  await inFrame(run, { authRequired: false });
  const found = await run(async () => {
    // While the frame is there, its promises can be awaited.
    const asked = (async () => client.interaction(params()))().catch(({ code }) => code);
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = '/page/index.html?other';
    await loaded;
    return [await asked, client.connection.state, (await heard(client.interaction(params()))).code];
  });
  assert.deepEqual(found, ['CONNECTION_CLOSED', 'closed', 'CONNECTION_CLOSED']);
});
