// When the next attempt is made, how that is told, when it ends, and that each has a token of its own.
import assert from 'node:assert/strict';
import { eventually, inPage, SILENT, script } from './helper.mjs';

inPage('`reconnecting` tells the attempt and its delay; the connection says how long it waits', async (test) => {
  const { run, control } = test;
  await run(async () => {
    window.client = make({ reconnect: { firstDelayMs: 60_000 } });
    window.seen = record(client, 'state', 'reconnecting');
    client.on('reconnecting', () => (window.duringEvent = client.connection));
    await client.openConnection();
  });
  control.fault({ fault: 'kill' });
  const found = await run(async () => {
    await come(() => valuesOf(seen, 'reconnecting').length === 1);
    return { told: valuesOf(seen, 'reconnecting')[0], duringEvent, now: client.connection, seen };
  });
  assert.equal(found.told.attempt, 1);
  assert.ok(found.told.delayMs >= 250 && found.told.delayMs <= 60_000, String(found.told.delayMs));
  assert.equal(found.duringEvent.state, 'waiting');
  for (const { retryInMs } of [found.duringEvent, found.now]) {
    assert.ok(retryInMs > 0 && retryInMs <= Math.ceil(found.told.delayMs), String(retryInMs));
  }
  assert.deepEqual(
    found.seen.map(({ name, value }) => value.state ?? name),
    ['connecting', 'open', 'waiting', 'reconnecting'],
  );
});

inPage('first delays are spread over 250 ms to 4 s; no two clients choose alike', async ({ run, control }) => {
  await run(async () => {
    window.delays = [];
    window.clients = Array.from({ length: 80 }, () => make());
    for (const client of clients) client.on('reconnecting', ({ delayMs }) => delays.push(delayMs));
    await Promise.all(clients.map((client) => client.openConnection()));
  });
  control.down();
  const delays = await run(async () => {
    await come(() => delays.length >= 80);
    const first = delays.slice(0, 80);
    for (const client of clients) client.cleanup();
    return first;
  });
  assert.ok(
    delays.every((ms) => ms >= 250 && ms <= 4_000),
    String(delays),
  );
  assert.ok(new Set(delays.map(Math.round)).size > 60, 'spread');
  assert.ok(Math.min(...delays) < 1_000 && Math.max(...delays) > 3_000, 'over the whole range');
  const busiest = Math.max(...delays.map((start) => delays.filter((ms) => ms >= start && ms < start + 100).length));
  assert.ok(busiest <= 12, `${busiest} of 80 in the same 100 ms`);
});

inPage('later delays grow by half around their mean, up to the largest, and are kept', async ({ run, control }) => {
  await run(async () => {
    window.client = make({ reconnect: { firstDelayMs: 50, baseDelayMs: 20, factor: 2, maxDelayMs: 100 } });
    window.planned = [];
    client.on('reconnecting', ({ attempt, delayMs }) => planned.push([attempt, delayMs]));
    await client.openConnection();
  });
  control.down();
  await eventually(() => run(() => planned.length >= 8));
  control.up();
  await run(() => reached(client, 'open'));
  const planned = await run(() => planned);
  const means = [50, 40, 80, 100, 100, 100, 100, 100];
  planned.slice(0, means.length).forEach(([attempt, delayMs], place) => {
    assert.equal(attempt, place + 1);
    const share = place === 0 ? [0, 1] : [0.5, 1.5];
    const [least, most] = share.map((factor) => factor * means[place]);
    assert.ok(delayMs >= least - 0.01 && delayMs <= most + 0.01, `attempt ${attempt} after ${delayMs} ms`);
  });
  // The first handshake is that of the first connection. Between two there is at least what was planned.
  const times = control.log().handshakes.map(({ at }) => at);
  planned.slice(1, 8).forEach(([attempt, delayMs], place) => {
    const passed = times[place + 2] - times[place + 1];
    assert.ok(passed >= delayMs - 3, `attempt ${attempt}: ${passed} ms after the one before, ${delayMs} were planned`);
  });
});

inPage('a connection that worked begins with the first delay again', async ({ run, control }) => {
  await run(async () => {
    window.client = quick();
    window.seen = record(client, 'reconnecting', 'open');
    await client.openConnection();
  });
  for (const opened of [2, 3]) {
    control.fault([{ fault: 'refuse', next: 2 }, { fault: 'kill' }]);
    await run(async (opened) => {
      await come(() => valuesOf(seen, 'open').length === opened);
      await client.interaction(params());
    }, opened);
  }
  assert.deepEqual(await run(() => valuesOf(seen, 'reconnecting').map(({ attempt }) => attempt)), [1, 2, 3, 1, 2, 3]);
});

inPage('a server that accepts and closes at once is not asked without pause', async ({ run, control }) => {
  control.fault({ fault: 'close', ageMs: 0, code: 1011, to: 'future' });
  await run(async () => {
    window.client = quick();
    window.seen = record(client, 'reconnecting');
    client.openConnection().catch(() => {});
    await come(() => valuesOf(seen, 'reconnecting').length >= 5);
    client.closeConnection();
  });
  const attempts = await run(() => valuesOf(seen, 'reconnecting').map(({ attempt }) => attempt));
  assert.deepEqual(attempts.slice(0, 5), [1, 2, 3, 4, 5], 'each counts as a failure, although it opened');
});

inPage('after maxAttempts it gives up: `closed`, everything queued is told and handed back', async (test) => {
  const { run, control } = test;
  await run(async () => {
    window.client = quick({ reconnect: { maxAttempts: 3 } });
    window.seen = record(client, 'reconnecting', 'error', 'state');
    await client.openConnection();
  });
  control.down();
  const found = await run(async () => {
    await come(() => !client.isConnected());
    const given = params();
    const error = await client.interaction(given).catch((error) => error);
    await reached(client, 'closed');
    return {
      code: error.code,
      unsent: error.details.unsent.action,
      isVery: error.details.unsent.params === given,
      attempts: valuesOf(seen, 'reconnecting').map(({ attempt }) => attempt),
      errors: valuesOf(seen, 'error').length,
      retryInMs: client.connection.retryInMs,
    };
  });
  assert.deepEqual(found, {
    code: 'CONNECTION_ERROR',
    unsent: 'interaction',
    isVery: true,
    attempts: [1, 2, 3],
    errors: 0,
    retryInMs: undefined,
  });
  assert.equal(control.counts().handshakes, 4, 'the first one, and three more');
  control.up();
  assert.equal(
    await run(async () => (await client.interaction(params())).state),
    'completed',
    'the next one tries anew',
  );
});

inPage('an attempt limit that is reached with nobody waiting is told by the `error` event', async (test) => {
  const { run, control } = test;
  await run(async () => {
    window.client = quick({ reconnect: { maxAttempts: 2 } });
    window.seen = record(client, 'error');
    await client.openConnection();
  });
  control.down();
  await eventually(() => run(() => client.connection.state === 'closed'));
  assert.deepEqual(await run(() => valuesOf(seen, 'error').map(({ code }) => code)), ['CONNECTION_ERROR']);
  assert.equal(control.counts().handshakes, 3);
});

inPage('without a limit it goes on and on', async ({ run, control }) => {
  await run(async () => {
    window.client = quick({ reconnect: { firstDelayMs: 1, baseDelayMs: 1, maxDelayMs: 2 } });
    window.seen = record(client, 'reconnecting', 'error');
    await client.openConnection();
  });
  control.down();
  await eventually(() => run(() => valuesOf(seen, 'reconnecting').length >= 40), 'forty attempts');
  control.up();
  await run(() => reached(client, 'open'));
  assert.equal(await run(() => valuesOf(seen, 'error').length), 0);
});

for (const reconnect of [false, { enabled: false }]) {
  inPage(`reconnect: ${JSON.stringify(reconnect)} leaves a lost connection closed`, async ({ run, control }) => {
    script(control, SILENT);
    await run(async (reconnect) => {
      window.client = make({ reconnect });
      window.seen = record(client, 'state', 'reconnecting', 'close');
      await client.openConnection();
      window.asked = outcome(client.interaction(params()));
    }, reconnect);
    await eventually(() => control.counts().framesReceived === 1);
    control.fault({ fault: 'kill' });
    const found = await run(async () => ({ ...(await asked).error, seen, state: client.connection.state }));
    assert.equal(found.code, 'CONNECTION_CLOSED');
    assert.equal(found.retryable, true);
    assert.equal(found.state, 'closed');
    assert.deepEqual(
      found.seen.map(({ name, value }) => value.state ?? value.code ?? name),
      ['connecting', 'open', 'closed', 1006],
    );
    assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
  });
}

inPage('openConnection() does not wait for the delay; all who ask share the attempt', async ({ run, control }) => {
  await run(async () => {
    window.calls = 0;
    window.client = make({
      reconnect: { firstDelayMs: 60_000 },
      tokenProvider: async () => {
        calls += 1;
        return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      },
    });
    await client.openConnection();
  });
  control.fault({ fault: 'kill' });
  const found = await run(async () => {
    await reached(client, 'waiting');
    const asked = client.interaction(params());
    const opened = [client.openConnection(), client.openConnection()];
    window.dispatchEvent(new Event('online'));
    opened.push(client.openConnection());
    await Promise.all(opened);
    return { calls, answer: (await asked).state };
  });
  assert.deepEqual(found, { calls: 2, answer: 'completed' });
  const { handshakes, tokensIssued, socketsMost } = control.counts();
  assert.deepEqual([handshakes, tokensIssued, socketsMost], [2, 2, 1]);
});

inPage('openConnection(token) while it waits uses that token; the next attempt asks for one', async (test) => {
  const { run, control } = test;
  await run(async () => {
    window.client = make({ reconnect: { firstDelayMs: 60_000, baseDelayMs: 60_000, maxDelayMs: 60_000 } });
    await client.openConnection();
  });
  control.fault({ fault: 'kill' });
  const given = await run(async () => {
    await reached(client, 'waiting');
    const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
    await client.openConnection(token);
    return token;
  });
  control.fault({ fault: 'kill' });
  await run(async () => {
    await reached(client, 'waiting');
    await client.openConnection();
  });
  const tokens = control.log().handshakes.map(({ protocols }) => protocols[1]);
  assert.equal(tokens[1], given);
  assert.equal(new Set(tokens).size, 3);
  assert.equal(control.counts().tokensReused, 0);
});

inPage('closeConnection() and cleanup() while it waits end the waiting', async ({ run, control }) => {
  for (const how of ['closeConnection', 'cleanup']) {
    control.up();
    await run(async () => {
      window.client = quick();
      window.seen = record(client, 'reconnecting');
      await client.openConnection();
    });
    control.down();
    const found = await run(async (how) => {
      await come(() => valuesOf(seen, 'reconnecting').length >= 2);
      const opening = outcome(client.openConnection());
      client[how]();
      const { error } = await opening;
      return { code: error.code, state: client.connection.state, retryInMs: client.connection.retryInMs };
    }, how);
    assert.deepEqual(found, { code: 'CONNECTION_CLOSED', state: 'closed', retryInMs: undefined }, how);
    // An attempt that was on its way may still arrive; after it there is none.
    await run(() => new Promise((resolve) => setTimeout(resolve, 100)));
    const { handshakes } = control.counts();
    await run(() => new Promise((resolve) => setTimeout(resolve, 200)));
    assert.equal(control.counts().handshakes, handshakes, how);
  }
});

inPage('a first connection that fails is told at once, unless a request waits for it', async ({ run, control }) => {
  control.down();
  const found = await run(async () => {
    const alone = make();
    const { error } = await outcome(alone.openConnection());
    window.client = quick();
    window.asked = client.interaction(params());
    const opening = await outcome(client.openConnection());
    return { code: error.code, state: alone.connection.state, opening: opening.error?.code };
  });
  assert.deepEqual(found, { code: 'CONNECTION_ERROR', state: 'closed', opening: 'CONNECTION_ERROR' });
  control.up();
  assert.equal(await run(async () => (await asked).state), 'completed', 'the request waited on');
});
