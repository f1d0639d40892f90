// The life of a page: without network nothing is tried, back in sight the socket is looked at, and the back-forward
// cache takes a page with an open client and gives it back connected.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { lacking, launch } from './engines.mjs';
import { eventually, inPage, SILENT, script } from './helper.mjs';

const wait = (run, ms) => run((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);

/** An open client in the page as `client`. Its first delay is so long that only the life of the page can shorten it. */
const openClient = (run, options) =>
  run(async (options) => {
    window.client = make({ reconnect: { firstDelayMs: 600_000 }, ...options });
    window.seen = record(client, 'state', 'close', 'error', 'reconnecting');
    await client.openConnection();
  }, options);

const own = { context: {}, needs: ['offline'] };

inPage(
  'offline pauses: nothing is tried; online retries at once',
  async ({ run, control, context }) => {
    await openClient(run, { reconnect: { firstDelayMs: 50, baseDelayMs: 50, maxDelayMs: 50 } });
    await context.setOffline(true);
    control.fault({ fault: 'kill' });
    await run(() => reached(client, 'offline'));
    await run(() => void (window.asked = outcome(client.interaction(params()))));
    await wait(run, 400);
    assert.equal(control.counts().handshakes, 1, 'nothing was tried');
    const during = await run(() => client.connection);
    assert.equal(during.state, 'offline');
    assert.equal(during.retryInMs, undefined);
    const before = Date.now();
    await context.setOffline(false);
    assert.equal((await run(() => asked)).error, undefined);
    assert.ok(Date.now() - before < 2_000);
    assert.equal(control.counts().tokensReused, 0);
  },
  own,
);

inPage(
  'the network goes while it waits for its next attempt: that is called off',
  async ({ run, control, context }) => {
    await openClient(run);
    control.fault({ fault: 'kill' });
    await run(() => reached(client, 'waiting'));
    await context.setOffline(true);
    await run(() => reached(client, 'offline'));
    assert.equal(await run(() => client.connection.retryInMs), undefined);
    await context.setOffline(false);
    await run(() => reached(client, 'open'));
    assert.deepEqual(await run(() => valuesOf(seen, 'state').map(({ state }) => state)), [
      'connecting',
      'open',
      'waiting',
      'offline',
      'connecting',
      'open',
    ]);
  },
  own,
);

inPage(
  'a client that is made and used without network tries once, and waits for it',
  async ({ run, control, context }) => {
    await context.setOffline(true);
    const states = await run(async () => {
      window.client = make();
      window.asked = Promise.all([client.openConnection(), client.interaction(params())]);
      const { state } = client.connection;
      await reached(client, 'offline');
      return [state, client.connection.isReportedOffline];
    });
    assert.deepEqual(states, ['connecting', true]);
    await context.setOffline(false);
    assert.equal(await run(async () => (await asked)[1].state), 'completed');
    assert.equal(control.counts().tokensIssued, 1);
  },
  own,
);

inPage(
  'without network each new request is tried, and one that runs out of time says what the browser reports',
  async ({ run, control, context }) => {
    await context.setOffline(true);
    const found = await run(async () => {
      window.client = make({ requestTimeoutMs: 500, restUrl: location.origin });
      const over = { websocketUrl: undefined, transport: 'rest', restUrl: location.origin };
      const asked = [client.interaction(params()), client.interaction(params()), make(over).interaction(params())];
      const ends = await Promise.all(asked.map(outcome));
      return ends.map(({ error: { code, message, retryable } }) => [code, message, retryable]);
    });
    const [first, second, http] = found;
    for (const [code, message, retryable] of [first, second]) {
      assert.deepEqual([code, retryable], ['REQUEST_TIMEOUT', true]);
      assert.match(message, /requestTimeoutMs \(500\) ran out; the browser reports that there is no network$/);
    }
    assert.deepEqual([http[0], http[2]], ['TOKEN_PROVIDER_FAILED', true]);
    assert.match(http[1], /; the browser reports that there is no network$/);
    await context.setOffline(false);
    assert.equal(await run(() => client.interaction(params()).then(({ state }) => state)), 'completed');
    assert.equal(control.requests().length, 1);
  },
  own,
);

/** Has the browser report, from now on, that there is no network, although there is. */
const lie = (run) =>
  run(() => void Object.defineProperty(Navigator.prototype, 'onLine', { configurable: true, get: () => false }));

for (const [how, options, isRefused] of [
  ['over a WebSocket', {}],
  ['over HTTP', { transport: 'rest' }],
  ['over either', { transport: 'auto' }],
  // The token's answer refutes the report: WebSockets are tried as often as ever, and with delays that chance draws.
  [
    'over HTTP where WebSockets are refused',
    { transport: 'auto', reconnect: { firstDelayMs: 20, baseDelayMs: 20 } },
    true,
  ],
]) {
  inPage(`a browser that reports no network although there is one stops nothing ${how}`, async ({ run, control }) => {
    await lie(run);
    if (isRefused) control.fault({ fault: 'refuse' });
    const found = await run(async (options) => {
      window.client = make({ restUrl: location.origin, requestTimeoutMs: 5_000, ...options });
      const states = [];
      for (let made = 0; made < 3; made++) states.push((await client.interaction(params())).state);
      return [...states, client.connection.isReportedOffline];
    }, options);
    assert.deepEqual(found, ['completed', 'completed', 'completed', true]);
  });
}

inPage('a connection that opened although none was reported is opened again by itself', async ({ run, control }) => {
  await lie(run);
  await openClient(run, { reconnect: { firstDelayMs: 50 } });
  control.fault({ fault: 'kill' });
  await run(async () => {
    await reached(client, 'waiting');
    await reached(client, 'open');
  });
});

inPage('a token that the page’s own server refuses is told at once, whatever is reported', async ({ run }) => {
  await lie(run);
  const { code, message } = await run(async () => {
    const { error } = await outcome(make({ tokenUrl: '/nowhere' }).interaction(params()));
    return error;
  });
  assert.equal(code, 'TOKEN_PROVIDER_FAILED');
  assert.match(message, /HTTP status 404; the browser reports that there is no network$/);
});

inPage(
  '`offline` while the socket works is a hint: it is used on, and the widget is told',
  async ({ run, control }) => {
    await openClient(run);
    const found = await run(async () => {
      const before = client.connection;
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('offline'));
      const told = valuesOf(seen, 'state').map(({ state, isReportedOffline }) => [state, isReportedOffline]);
      const { state } = await client.interaction(params());
      const { connection } = client;
      return {
        told,
        state,
        now: [connection.state, connection.isReportedOffline],
        isSame: connection.since === before.since,
      };
    });
    assert.deepEqual(found, {
      told: [
        ['connecting', false],
        ['open', false],
        ['open', true],
      ],
      state: 'completed',
      now: ['open', true],
      isSame: true,
    });
    await run(() => window.dispatchEvent(new Event('online')));
    assert.deepEqual(await run(() => valuesOf(seen, 'state').at(-1).isReportedOffline), false);
    await eventually(() => control.counts().socketsOpened === 2, 'it was verified');
    await eventually(() => control.counts().socketsOpen === 1);
  },
);

/** Has the page believe that it is, or is not, in sight. */
const setHidden = (run, isHidden) =>
  run((isHidden) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);

inPage('a page out of sight keeps its socket, and is answered', async ({ run, control }) => {
  await openClient(run);
  await setHidden(run, true);
  await wait(run, 300);
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
  await setHidden(run, false);
  await wait(run, 200);
  assert.equal(control.counts().handshakes, 1);
  assert.deepEqual(await run(() => valuesOf(seen, 'close')), []);
});

inPage('in sight again after a long silence: the socket is verified', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 200 });
  await setHidden(run, true);
  await wait(run, 300);
  control.fault({ fault: 'half-open', to: 'present' });
  await setHidden(run, false);
  await eventually(() => control.counts().socketsOpened === 2);
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
});

inPage('timers that fire once a second, as out of sight, are no sleep', async ({ run, control }) => {
  await run(() => {
    const { setTimeout } = window;
    window.setTimeout = (work, ms, ...rest) => setTimeout(work, Math.ceil((ms + 1) / 1_000) * 1_000, ...rest);
    window.soon = setTimeout;
  });
  await openClient(run);
  const states = await run(async () => {
    const states = [];
    for (const end = performance.now() + 3_500; performance.now() < end; await new Promise((go) => soon(go, 300))) {
      states.push((await client.interaction(params())).state);
    }
    return [...new Set(states)];
  });
  assert.deepEqual(states, ['completed']);
  assert.equal(control.counts().handshakes, 1);
});

// --- The back-forward cache, which Playwright turns off where it is not told otherwise ---

let keeping;
const WITHOUT_SOCKET = ['cache'];
before(async () => {
  if (!lacking(WITHOUT_SOCKET)) keeping = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
});
after(() => keeping?.close());

/** Leaves the page for another and returns; fails if it was not the cache that it came from. */
async function leaveAndReturn({ page, run, sandbox, control }, meanwhile = () => {}) {
  await run(() => {
    window.turns = [];
    for (const name of ['pagehide', 'pageshow']) {
      window.addEventListener(name, ({ persisted }) => turns.push([name, persisted]));
    }
  });
  await page.goto(`${sandbox.url}/page/empty.html`);
  await eventually(() => control.counts().socketsOpen === 0, 'no socket is open');
  await meanwhile();
  await page.evaluate(() => history.back());
  await eventually(() => page.evaluate(() => window.turns?.length === 2).catch(() => false), 'the page came back');
  assert.deepEqual(await run(() => turns), [
    ['pagehide', true],
    ['pageshow', true],
  ]);
}

/** A test in a page that the cache takes. */
const kept = (name, body, needs = ['cache', 'cachedSockets']) =>
  inPage(name, body, { path: '/kept/index.html', context: {}, browser: () => keeping, timeout: 30_000, needs });

kept('a page with an open client goes into the back-forward cache, and comes back connected', async (test) => {
  const { run, control } = test;
  await openClient(run);
  await run(() => client.interaction(params()));
  await leaveAndReturn(test, () => {
    assert.deepEqual(control.counts().closes, { 1000: 1 }, 'closed in order before it went');
  });
  await run(() => reached(client, 'open'));
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
  const { handshakes, tokensReused } = control.counts();
  assert.deepEqual([handshakes, tokensReused], [2, 0]);
  assert.deepEqual(await run(() => valuesOf(seen, 'error')), []);
});

kept('what was out when the page went into the cache is answered when it is back', async (test) => {
  const { run, control } = test;
  script(control, SILENT);
  await openClient(run);
  await run(() => void (window.asked = outcome(client.interaction(params()))));
  await eventually(() => control.counts().framesReceived === 1);
  await leaveAndReturn(test);
  assert.equal((await run(() => asked)).error, undefined);
  const [{ times }] = control.requests();
  assert.equal(times, 2);
});

kept(
  'a client that was reconnecting when the page went tries again when it is back',
  async (test) => {
    const { run, control } = test;
    await openClient(run);
    control.down();
    await run(() => reached(client, 'waiting'));
    await leaveAndReturn(test, () => control.up());
    await run(() => reached(client, 'open'));
  },
  WITHOUT_SOCKET,
);

kept('a client that was connecting when the page went connects when it is back', async (test) => {
  const { run, control } = test;
  control.fault({ fault: 'handshake-hang', next: 1 });
  await run(() => {
    window.client = make();
    window.asked = outcome(client.interaction(params()));
  });
  await eventually(() => control.counts().handshakes === 1);
  await leaveAndReturn(test);
  assert.equal((await run(() => asked)).error, undefined);
});

kept(
  'a client that was closed when the page went stays closed',
  async (test) => {
    const { run, control } = test;
    await openClient(run);
    await run(() => client.closeConnection());
    await leaveAndReturn(test);
    await wait(run, 300);
    assert.equal(await run(() => client.connection.state), 'closed');
    assert.equal(control.counts().handshakes, 1);
  },
  WITHOUT_SOCKET,
);

inPage(
  'no listener for `unload` or `beforeunload`, ever',
  async ({ page, run, sandbox }) => {
    await page.addInitScript(() => {
      window.listened = new Set();
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (name, ...rest) {
        listened.add(name);
        return addEventListener.call(this, name, ...rest);
      };
    });
    await page.goto(`${sandbox.url}/page/index.html`);
    const names = await run(async () => {
      await make().interaction(params());
      return [...listened, ...['onunload', 'onbeforeunload'].filter((name) => window[name])];
    });
    assert.ok(names.includes('pagehide'), 'it was watched');
    assert.deepEqual(
      names.filter((name) => name.includes('unload')),
      [],
    );
  },
  { path: null, context: {}, needs: ['contexts'] },
);
