// Listeners: registered, called, taken away; and listeners that misbehave, which nobody else may feel.
import assert from 'node:assert/strict';
import { eventually, inPage, script, superpower } from './helper.mjs';

inPage('on, once, off, removeAllListeners and listenerCount', async ({ run, control }) => {
  script(control, [superpower('a', 'started'), superpower('b', 'started'), superpower('interaction')]);
  const found = await run(async () => {
    const client = make();
    const calls = [];
    const always = () => calls.push('always');
    const single = () => calls.push('single');
    const never = () => calls.push('never');
    const counts = [client.listenerCount('message')];
    const isChained =
      client.on('message', always).once('message', single).on('message', never).off('message', never) === client;
    counts.push(client.listenerCount('message'));
    client.off('message', () => {});
    client.off('nothing', always);
    await client.interaction(params());
    counts.push(client.listenerCount('message'));
    client.removeAllListeners('message');
    counts.push(client.listenerCount('message'));
    client.on('open', always).on('close', always).removeAllListeners();
    counts.push(client.listenerCount('open') + client.listenerCount('close'));
    return { calls, counts, isChained };
  });
  assert.deepEqual(found.calls, ['always', 'single', 'always', 'always']);
  assert.deepEqual(found.counts, [0, 2, 1, 0, 0]);
  assert.equal(found.isChained, true);
});

inPage('a listener added twice is called twice, and off takes one away', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    let calls = 0;
    const listener = () => (calls += 1);
    client.on('open', listener).on('open', listener);
    await client.openConnection();
    client.closeConnection();
    client.off('open', listener);
    await client.openConnection();
    return [calls, client.listenerCount('open')];
  });
  assert.deepEqual(found, [3, 1]);
});

inPage(
  'a listener that throws stops neither the others nor the request, and is told to the logger',
  async ({ run }) => {
    const found = await run(async () => {
      const logger = new Recorder();
      const client = make({ logger });
      const calls = [];
      const bad = () => {
        throw new Error('my bug');
      };
      for (const name of ['state', 'open', 'message', 'update', 'response', 'close']) {
        client.on(name, bad).on(name, () => calls.push(name));
      }
      const response = await client.interaction(params());
      client.closeConnection();
      return {
        state: response.state,
        calls: [...new Set(calls)].sort(),
        levels: [...new Set(logger.lines.map(({ level }) => level))],
      };
    });
    assert.equal(found.state, 'completed');
    assert.deepEqual(found.calls, ['close', 'message', 'open', 'response', 'state', 'update']);
    assert.deepEqual(found.levels, ['error']);
  },
);

inPage('listeners added or removed while an event is told take effect for the next one', async ({ run, control }) => {
  script(control, [superpower('a', 'started'), superpower('interaction')]);
  const calls = await run(async () => {
    const client = make();
    const calls = [];
    const second = () => calls.push('second');
    const added = () => calls.push('added');
    client.on('message', () => {
      calls.push('first');
      client.off('message', second);
      if (calls.length === 1) client.on('message', added);
    });
    client.on('message', second);
    await client.interaction(params());
    return calls;
  });
  assert.deepEqual(calls, ['first', 'second', 'first', 'added']);
});

inPage('listeners may call back into the client from every event', async ({ run, control }) => {
  script(control, [superpower('interaction')], [superpower('translate')], [superpower('summarize')]);
  const found = await run(async () => {
    const client = make();
    const results = [];
    client.once('open', () => results.push(client.translate(params())));
    client.once('message', () => {
      results.push(client.summarize(params()));
      client.setSessionId('from a listener');
      client.off('message', () => {});
      client.validate(params());
    });
    client.on('state', () => client.connection.state);
    await client.interaction(params());
    return (await Promise.all(results)).map(({ state }) => state);
  });
  assert.deepEqual(found, ['completed', 'completed']);
});

inPage('a listener that closes the connection in the middle of a message', async ({ run, control }) => {
  script(control, [superpower('interaction', 'started'), superpower('interaction')], { silent: true });
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const [first, second] = [client.interaction(params()), client.translate(params())];
    client.once('message', () => client.closeConnection(4001, 'from a listener'));
    const codes = await Promise.all([outcome(first), outcome(second)]);
    const again = await client.interaction(params());
    return { codes: codes.map(({ error }) => [error.code, error.details.code]), state: again.state };
  });
  assert.deepEqual(found.codes, [
    ['CONNECTION_CLOSED', 4001],
    ['CONNECTION_CLOSED', 4001],
  ]);
  assert.equal(found.state, 'completed', 'the next request opens a new connection');
});

inPage('a listener or onUpdate that calls cleanup() ends the client cleanly', async ({ run, control }) => {
  for (const place of ['message', 'state', 'open', 'update', 'onUpdate', 'superpower.error']) {
    const isError = place === 'superpower.error';
    script(control, [superpower('interaction', isError ? 'error' : 'started'), superpower('interaction')]);
    const found = await run(async (place) => {
      const client = make();
      const end = () => client.cleanup();
      if (place !== 'onUpdate') client.on(place, end);
      const first = await outcome(client.interaction(params(), place === 'onUpdate' ? { onUpdate: end } : undefined));
      const later = await outcome(client.interaction(params()));
      return { first: first.error?.code, later: later.error?.code, state: client.connection.state };
    }, place);
    assert.deepEqual(
      found,
      { first: isError ? 'REMOTE_ERROR' : 'REQUEST_CANCELLED', later: 'CONNECTION_CLOSED', state: 'closed' },
      place,
    );
    control.reset();
  }
});

inPage('the error event carries only what belongs to no promise, and once', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'for the promise')], { silent: true });
  const found = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    const codes = [
      await codeOf(client.interaction(params())),
      await codeOf(client.interaction(params(), { timeoutMs: 50 })),
      await codeOf(client.interaction({})),
      await codeOf(client.send('message', 'dance', {})),
    ];
    window.client = client;
    window.seen = seen;
    return { codes, count: seen.length };
  });
  assert.deepEqual(found.codes, ['REMOTE_ERROR', 'REQUEST_TIMEOUT', 'REQUIRED_FIELDS_MISSING', 'INVALID_ACTION']);
  assert.equal(found.count, 0);
  control.push({ messages: [{ text: 'garbage' }, { correlationId: 'x', body: superpower('a', 'error', 'nobody’s') }] });
  await eventually(() => run(() => seen.length === 2));
  const errors = await run(() => seen.map(({ value }) => [value.code, value.isOptaveError]));
  assert.deepEqual(errors, [
    ['INVALID_JSON', true],
    ['REMOTE_ERROR', true],
  ]);
});

inPage('a failure whose promise nobody looks at is told to the error event, once', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'quota')], { silent: true });
  const codes = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    client.interaction(params());
    await come(() => seen.length === 1);
    client.interaction({});
    client.interaction(params(), { timeoutMs: 20 });
    client.closeConnection();
    client.openConnection('not a token');
    await come(() => seen.length >= 4);
    // Two calls share an attempt, and its failure.
    const stranger = make({ tokenUrl: '/nowhere' });
    const others = record(stranger, 'error');
    stranger.openConnection();
    stranger.openConnection();
    await come(() => others.length > 0);
    // Past everything that might tell it once more.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [...seen, ...others].map(({ value }) => value.code);
  });
  assert.deepEqual(codes, [
    'REMOTE_ERROR',
    'REQUIRED_FIELDS_MISSING',
    'CONNECTION_CLOSED',
    'INVALID_TOKEN',
    'TOKEN_PROVIDER_FAILED',
  ]);
});

inPage('a promise that is looked at in any way belongs to somebody', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    const fail = () => client.interaction({});
    const codes = [
      await codeOf(fail()),
      await fail().catch(({ code }) => code),
      await fail().then(undefined, ({ code }) => code),
      await (async () => fail())().catch(({ code }) => code),
      await codeOf(Promise.all([fail()])),
      await codeOf(Promise.resolve().then(fail)),
      await codeOf(async () => {
        for await (const update of fail()) throw new Error(update.text);
      }),
      await codeOf(make({ tokenUrl: '/nowhere' }).openConnection()),
    ];
    return { codes: [...new Set(codes)], seen: seen.length };
  });
  assert.deepEqual(found, { codes: ['REQUIRED_FIELDS_MISSING', 'TOKEN_PROVIDER_FAILED'], seen: 0 });
});

inPage(
  'without a listener for it, a failure that nobody looks at is an unhandled rejection like any other',
  async ({ run, errors }) => {
    await run(() => void make().interaction({}));
    await eventually(() => errors.length === 1);
    assert.match(errors[0], /threadId/);
  },
  { pageErrors: true },
);

inPage('requests that nobody looks at end quietly with cleanup()', async ({ run, control }) => {
  script(control, { silent: true });
  const seen = await run(async () => {
    const client = make();
    const seen = record(client, 'error');
    client.interaction(params());
    await next(client, 'open');
    client.cleanup();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return seen.length;
  });
  assert.equal(seen, 0);
});

inPage('without a listener for it, an error event throws nothing', async ({ run, control }) => {
  script(control, [{ text: 'garbage' }, superpower('interaction')]);
  assert.equal(await run(async () => (await make().interaction(params())).state), 'completed');
});

inPage('state fires on each change, open and close with what they say', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const seen = record(client, 'state', 'open', 'close');
    const before = Date.now();
    await client.openConnection();
    client.closeConnection(3001, 'enough');
    await client.openConnection();
    return { seen, before, after: Date.now() };
  });
  assert.deepEqual(
    found.seen.map(({ name, value }) => (name === 'state' ? value.state : name)),
    ['connecting', 'open', 'open', 'closed', 'close', 'connecting', 'open', 'open'],
  );
  const close = found.seen.find(({ name }) => name === 'close').value;
  assert.equal(close.code, 3001);
  assert.equal(close.reason, 'enough');
  const { since, transport } = found.seen[0].value;
  assert.ok(since >= found.before - 1 && since <= found.after + 1);
  assert.equal(transport, 'websocket');
});

inPage('a class-based logger is called as methods, and one that throws harms nothing', async ({ run, control }) => {
  script(control, [superpower('interaction')], [superpower('interaction')]);
  const states = await run(async () => {
    const failing = {
      warn() {
        throw new Error('logger');
      },
    };
    const first = make({ logger: failing, authTransport: 'query' });
    const second = make({ logger: {}, authTransport: 'query' });
    return [(await first.interaction(params())).state, (await second.interaction(params())).state];
  });
  assert.deepEqual(states, ['completed', 'completed']);
});

inPage('without a logger, warnings go to the console and nothing else does', async ({ run, consoleLines }) => {
  await run(async () => {
    const client = make({ authTransport: 'query' });
    await client.interaction(params());
  });
  await eventually(() => consoleLines.length > 0);
  assert.deepEqual(
    consoleLines.map(({ type }) => type),
    ['warning'],
  );
});

inPage('a message is its own text, for listeners of "message" that parse it', async ({ run, control }) => {
  script(control, [superpower('interaction')]);
  const found = await run(async () => {
    const client = make();
    const heard = [];
    client.on('message', (message) => heard.push([message, JSON.parse(message)]));
    await client.interaction(params());
    const [[message, parsed]] = heard;
    return [JSON.stringify(message) === JSON.stringify(parsed), Object.keys(message), parsed.payload.state];
  });
  assert.deepEqual(found, [true, ['action', 'headers', 'payload'], 'completed']);
});

inPage('a listener that is added once and for good: each is called by its own rule', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const seen = [];
    const both = () => seen.push('both');
    client.once('open', both).on('open', both);
    const counts = [];
    for (let times = 0; times < 3; times += 1) {
      await client.openConnection();
      client.closeConnection();
      counts.push([seen.length, client.listenerCount('open')]);
    }
    return counts;
  });
  assert.deepEqual(found, [
    [2, 1],
    [3, 1],
    [4, 1],
  ]);
});

inPage('an event within an event: who listens once hears once', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    const heard = [];
    client.on('state', ({ state }) => state === 'connecting' && client.closeConnection());
    client.once('state', ({ state }) => heard.push(state));
    await client.openConnection().catch(() => {});
    return heard;
  });
  assert.deepEqual(found, ['closed']);
});

inPage('what onUpdate makes of a message changes nothing of who else is told', async ({ run }) => {
  const heard = await run(async () => {
    const client = make();
    const heard = [];
    const spoil = (headers) => {
      const get = () => heard.push('read');
      Object.defineProperty(headers, 'action', { get, enumerable: true });
    };
    const told = new Promise((resolve) => client.on('message.interaction', resolve));
    await client.interaction(params(), { until: ['interaction'], onUpdate: ({ headers }) => spoil(headers) });
    await told;
    return heard;
  });
  assert.deepEqual(heard, []);
});
