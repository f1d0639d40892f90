// transport "auto": WebSocket where it works, REST where none opens or what opens carries nothing, and back.
import assert from 'node:assert/strict';
import { eventually, inPage, SILENT, script, superpower } from './helper.mjs';

/** A client in the page as `client` that may use either. */
const makeAuto = (run, options) =>
  run((options) => {
    window.client = quick({ transport: 'auto', restUrl: location.origin, ...options });
    window.seen = record(client, 'state', 'open', 'close', 'error', 'reconnecting');
  }, options);

const ask = (run, method = 'interaction') =>
  run(async (method) => {
    const { error } = await outcome(client[method](params()));
    return [error?.code ?? 'answered', client.connection.transport];
  }, method);

inPage('where WebSocket works nothing goes over REST', async ({ run, control }) => {
  await makeAuto(run);
  assert.deepEqual(await ask(run), ['answered', 'websocket']);
  assert.equal(control.counts().restRequests, 0);
});

for (const [what, options, attempts] of [
  ['three times in a row', {}, 3],
  ['once, if fallbackAfter says so', { fallbackAfter: 1 }, 1],
  ['five times, if fallbackAfter says so', { fallbackAfter: 5 }, 5],
]) {
  inPage(`WebSocket refused ${what}: the request goes over REST`, async ({ run, control }) => {
    await makeAuto(run, {
      ...options,
      // Far enough apart that a request over REST is there before the next attempt.
      reconnect: { maxDelayMs: 60_000, firstDelayMs: 150, baseDelayMs: 150, factor: 1 },
    });
    control.fault({ fault: 'refuse' });
    assert.deepEqual(await ask(run), ['answered', 'rest']);
    const [{ at }] = control.log().rest;
    const before = control.log().handshakes.filter((handshake) => handshake.at <= at).length;
    assert.equal(before, attempts);
    const { restRequests, tokensReused } = control.counts();
    assert.deepEqual([restRequests, tokensReused], [1, 0]);
  });
}

inPage('openConnection() resolves when either way is there', async ({ run, control }) => {
  await makeAuto(run, { fallbackAfter: 1 });
  control.fault({ fault: 'refuse' });
  assert.equal((await run(() => outcome(client.openConnection()))).error, undefined);
  assert.equal(await run(() => client.connection.transport), 'rest');
  assert.deepEqual(await ask(run), ['answered', 'rest']);
});

inPage('it goes back to WebSocket when one opens', async ({ run, control }) => {
  await makeAuto(run);
  control.fault({ fault: 'refuse' });
  assert.deepEqual(await ask(run), ['answered', 'rest']);
  control.clearFaults();
  await run(() => reached(client, 'open'));
  assert.deepEqual(await ask(run, 'translate'), ['answered', 'websocket']);
  assert.deepEqual(
    control.log().frames.map(({ action }) => action),
    ['translate'],
  );
  assert.equal(control.counts().tokensReused, 0);
});

inPage('what is out over REST when a WebSocket opens ends there, and is not asked twice', async ({ run, control }) => {
  await makeAuto(run, { fallbackAfter: 1 });
  control.fault([{ fault: 'refuse' }, { fault: 'rest-delay', ms: 600 }]);
  await run(() => void (window.asked = outcome(client.interaction(params()))));
  await eventually(() => control.counts().restRequests === 1);
  control.clearFaults(control.faults().active.find(({ fault }) => fault === 'refuse').id);
  await run(() => reached(client, 'open'));
  assert.equal((await run(() => asked)).error, undefined);
  const { restRequests, framesReceived } = control.counts();
  assert.deepEqual([restRequests, framesReceived], [1, 0]);
});

inPage('a proxy that lets the upgrade pass and then nothing: over REST after one silence', async (test) => {
  const { run, control } = test;
  await makeAuto(run, { halfOpenTimeoutMs: 200 });
  control.fault({ fault: 'swallow' });
  const before = Date.now();
  assert.deepEqual(await ask(run), ['answered', 'rest']);
  assert.ok(Date.now() - before < 1_500);
  assert.deepEqual(await ask(run, 'translate'), ['answered', 'rest']);
  const { socketsOpened, restRequests } = control.counts();
  assert.deepEqual([socketsOpened, restRequests], [1, 2], 'and WebSocket is left alone for a while');
  control.clearFaults();
  await run(() => client.openConnection());
  assert.deepEqual(await ask(run), ['answered', 'websocket'], 'when the proxy is gone it is back');
});

inPage('a socket that has spoken is not taken for such a proxy', async ({ run, control }) => {
  await makeAuto(run, { halfOpenTimeoutMs: 200 });
  assert.deepEqual(await ask(run), ['answered', 'websocket']);
  control.fault({ fault: 'swallow', to: 'present' });
  assert.deepEqual(await ask(run), ['answered', 'websocket']);
  assert.equal(control.counts().restRequests, 0);
});

inPage('a connection that was lost and does not come back: what waits goes over REST, in order', async (test) => {
  const { run, control } = test;
  script(control, SILENT);
  await makeAuto(run);
  await run(async () => {
    await client.openConnection();
    window.first = client.interaction(params());
  });
  await eventually(() => control.counts().framesReceived === 1);
  control.down({ parts: ['websocket'] });
  const { states, asked } = await run(async () => {
    // In which order they arrive is up to the network: each is a POST of its own.
    const asked = [];
    const { fetch } = window;
    window.fetch = (request) => {
      asked.push(/\/message\/(\w+)$/.exec(request.url)?.[1]);
      return fetch(request);
    };
    await come(() => !client.isConnected());
    const others = ['translate', 'summarize'].map((name) => client[name](params()));
    return { states: (await Promise.all([first, ...others])).map(({ state }) => state), asked };
  });
  assert.deepEqual(states, ['completed', 'completed', 'completed']);
  assert.deepEqual(asked.filter(Boolean), ['interaction', 'translate', 'summarize']);
  const arrived = control.log().rest.map(({ action }) => action);
  assert.deepEqual(arrived.sort(), ['interaction', 'summarize', 'translate']);
});

inPage('where there is no WebSocket at all it is REST from the first request on', async ({ run, control }) => {
  await run(() => void (window.WebSocket = undefined));
  await makeAuto(run);
  assert.deepEqual(await ask(run), ['answered', 'rest']);
  assert.equal(control.counts().handshakes, 0);
});

inPage('both blocked: the request fails with a reason in its time, and the next one works', async (test) => {
  const { run, control } = test;
  await makeAuto(run, { fallbackAfter: 2 });
  control.down();
  const { error } = await run(() => outcome(client.interaction(params(), { timeoutMs: 1_000 })));
  assert.equal(error.retryable, true, error.code);
  control.up();
  const [answer] = await ask(run);
  assert.equal(answer, 'answered');
  assert.equal(control.counts().tokensReused, 0);
});

inPage('tokens of the two ways are never mixed, however often it changes', async ({ run, control }) => {
  await makeAuto(run, { fallbackAfter: 1 });
  await run(() => client.openConnection());
  for (let round = 0; round < 4; round += 1) {
    control.fault([{ fault: 'refuse' }, { fault: 'kill' }]);
    await run(() => come(() => client.connection.transport === 'rest'));
    assert.deepEqual(await ask(run), ['answered', 'rest']);
    control.clearFaults();
    await run(() => reached(client, 'open'));
    assert.deepEqual(await ask(run), ['answered', 'websocket']);
  }
  assert.equal(control.counts().tokensReused, 0);
  const offered = new Set(control.log().handshakes.map(({ token }) => token));
  assert.ok(control.log().rest.every(({ token }) => !offered.has(token)));
});

inPage('closeConnection() ends both ways; the next request begins with WebSocket', async ({ run, control }) => {
  await makeAuto(run, { fallbackAfter: 1 });
  control.fault([{ fault: 'refuse' }, { fault: 'rest-swallow' }]);
  await run(() => void (window.asked = outcome(client.interaction(params()))));
  await eventually(() => control.counts().restRequests === 1);
  await run(() => client.closeConnection());
  assert.equal((await run(() => asked)).error.code, 'CONNECTION_CLOSED');
  control.clearFaults();
  assert.deepEqual(await ask(run), ['answered', 'websocket']);
});

inPage('`auto` asks for a restUrl', async ({ run }) => {
  const { error } = await run(() => outcome(() => make({ transport: 'auto' })));
  assert.equal(error.code, 'INVALID_CONFIG');
  assert.match(error.message, /restUrl/);
});

inPage('a REST answer with an error is the request’s, and no reason to leave REST', async ({ run, control }) => {
  script(control, [superpower('interaction', 'error', 'no')]);
  await makeAuto(run, { fallbackAfter: 1 });
  control.fault({ fault: 'refuse' });
  assert.deepEqual(await ask(run), ['REMOTE_ERROR', 'rest']);
  assert.deepEqual(await ask(run), ['answered', 'rest']);
});
