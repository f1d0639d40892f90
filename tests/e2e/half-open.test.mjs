// A socket that looks open and is dead: noticed because a request is out and nothing comes in, because the clock jumped,
// because the network came back; replaced by a second socket, and never given up on suspicion alone.
import assert from 'node:assert/strict';
import { PATIENCE } from './engines.mjs';
import { arrivals, eventually, inPage, SILENT, script, superpower } from './helper.mjs';

const EARLY_MS = 15 * PATIENCE;

/** An open client in the page as `client`, that has been answered before. */
const openClient = (run, options) =>
  run(async (options) => {
    window.client = quick({ halfOpenTimeoutMs: 150, ...options });
    window.seen = record(client, 'state', 'close', 'error', 'reconnecting');
    await client.openConnection();
    await client.interaction(params());
  }, options);

/** Asks once; `asked` becomes the outcome. */
const ask = (run, method = 'interaction') =>
  run((method) => void (window.asked = outcome(client[method](params()))), method);

/** How long after the frame `place` the next handshake came. */
function noticedAfter(control, place) {
  const { frames, handshakes } = control.log();
  return handshakes.find(({ at }) => at > frames[place].at)?.at - frames[place].at;
}

const DEAFNESS = [
  ['a server that is gone', { fault: 'half-open' }],
  ['a proxy that swallows both directions', { fault: 'swallow' }],
  ['a proxy that swallows what is asked', { fault: 'swallow', direction: 'in' }],
  ['a proxy that swallows the answers', { fault: 'swallow', direction: 'out' }],
];

for (const [deafness, fault] of DEAFNESS) {
  inPage(`${deafness} is noticed: the request is answered over a second socket`, async ({ run, control }) => {
    await openClient(run);
    control.fault({ ...fault, to: 'present' });
    await ask(run);
    assert.equal((await run(() => asked)).error, undefined);
    const after = noticedAfter(control, 1);
    assert.ok(after >= 150 - EARLY_MS && after < 650, `noticed after ${after} ms`);
    const [, { times, keys, connections }] = arrivals(control);
    assert.deepEqual([times, keys, new Set(connections).size], [2, 1, 2]);
    const { states, others } = await run(() => ({
      states: valuesOf(seen, 'state').map(({ state }) => state),
      others: seen.filter(({ name }) => name !== 'state').map(({ name }) => name),
    }));
    assert.deepEqual(states, ['connecting', 'open'], 'it was open throughout');
    assert.deepEqual(others, [], 'and nobody was troubled');
    assert.equal(control.counts().tokensReused, 0);
  });
}

inPage('a server that does not even read is noticed as well', async ({ run, control }) => {
  await openClient(run);
  control.fault({ fault: 'half-open', reads: false, to: 'present' });
  await ask(run);
  assert.equal((await run(() => asked)).error, undefined);
  assert.equal(control.counts().socketsOpened, 2);
});

inPage('several requests on a dead socket are all asked again, in order', async ({ run, control }) => {
  await openClient(run);
  control.fault({ fault: 'swallow', to: 'present' });
  const actions = ['interaction', 'translate', 'summarize', 'insights'];
  await run((actions) => Promise.all(actions.map((name) => client[name](params()))), actions);
  const [, ...later] = control.log().frames.map(({ action }) => action);
  assert.deepEqual(later, [...actions, ...actions]);
  assert.deepEqual(
    arrivals(control).map(({ times, keys }) => [times, keys]),
    [[1, 1], ...actions.map(() => [2, 1])],
  );
  assert.equal(await run(() => client.metrics().answered), 5);
});

inPage('the replaced socket is closed with 1000', async ({ run, control }) => {
  await openClient(run);
  control.fault({ fault: 'swallow', to: 'present' });
  await ask(run);
  await run(() => asked);
  const [{ closeCode, closedBy }] = await eventually(() => {
    const { connections } = control.log();
    return connections[0].closedAt && connections;
  });
  assert.deepEqual([closeCode, closedBy], [1000, 'client']);
});

inPage(
  'by default it is noticed within 10 s, however late timers are, and not much earlier',
  async ({ run, control }) => {
    await openClient(run, { halfOpenTimeoutMs: undefined });
    control.fault({ fault: 'half-open', to: 'present' });
    await ask(run);
    assert.equal((await run(() => asked)).error, undefined);
    const after = noticedAfter(control, 1);
    console.log(`a half-open connection was noticed after ${after} ms`);
    // And what a busy machine takes to open the second socket.
    assert.ok(after > 9_500 && after <= 10_250, `noticed after ${after} ms`);
  },
  { timeout: 30_000 },
);

inPage('silence without a request out is no sign of anything', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 100 });
  await run(() => new Promise((resolve) => setTimeout(resolve, 600)));
  const { handshakes, socketsOpened } = control.counts();
  assert.deepEqual([handshakes, socketsOpened], [1, 1]);
});

inPage('halfOpenTimeoutMs: 0 waits for the request’s own deadline', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 0 });
  control.fault({ fault: 'swallow', to: 'present' });
  const code = await run(() => codeOf(client.interaction(params(), { timeoutMs: 500 })));
  assert.equal(code, 'REQUEST_TIMEOUT');
  assert.equal(control.counts().handshakes, 1);
});

inPage('a slow server that says something now and then is left alone', async ({ run, control }) => {
  const parts = Array.from({ length: 12 }, () => ({ delayMs: 60, body: superpower('interaction', 'streaming') }));
  script(control, [superpower('interaction')], [...parts, { delayMs: 60, body: superpower('interaction') }]);
  await openClient(run, { halfOpenTimeoutMs: 400 });
  await ask(run);
  assert.equal((await run(() => asked)).error, undefined);
  assert.equal(control.counts().handshakes, 1);
  assert.equal(control.requests()[1].times, 1);
});

inPage('what others are told shows that the socket lives: a request that is out for long stays', async (test) => {
  const { run, control } = test;
  script(control, [superpower('interaction')], [{ delayMs: 1_000, body: superpower('interaction') }]);
  await openClient(run, { halfOpenTimeoutMs: 500 });
  const state = await run(async () => {
    const request = client.interaction(params());
    while (request.state !== 'settled') {
      await client.translate(params());
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return (await request).state;
  });
  assert.equal(state, 'completed');
  assert.equal(control.counts().handshakes, 1);
});

inPage('a socket that speaks while its successor is opened keeps what it has: nothing goes twice', async (test) => {
  const { run, control } = test;
  script(control, [superpower('interaction')], [{ delayMs: 300, body: superpower('interaction') }]);
  await openClient(run);
  control.fault({ fault: 'handshake-delay', ms: 400 });
  await ask(run);
  assert.equal((await run(() => asked)).error, undefined);
  await eventually(() => control.counts().socketsOpened === 2);
  assert.equal(control.requests()[1].times, 1);
  assert.equal(await run(async () => (await client.translate(params())).state), 'completed');
});

inPage('no successor can be opened: the suspect is used on, and what it brings counts', async ({ run, control }) => {
  script(control, [superpower('interaction')], [{ delayMs: 600, body: superpower('interaction') }]);
  await openClient(run);
  control.fault({ fault: 'refuse' });
  await ask(run);
  assert.equal((await run(() => asked)).error, undefined);
  const { handshakesBy, socketsOpened } = control.counts();
  assert.ok(handshakesBy[503] >= 1, 'it has tried');
  assert.equal(socketsOpened, 1);
  assert.equal(control.requests()[1].times, 1);
  assert.deepEqual(await run(() => [client.connection.state, valuesOf(seen, 'close').length]), ['open', 0]);
});

inPage('a server that is merely slow is not asked again and again', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 100 });
  control.fault({ fault: 'delay', ms: 1_000 });
  await ask(run);
  assert.equal((await run(() => asked)).error, undefined);
  const [, { times, keys }] = arrivals(control);
  assert.equal(keys, 1);
  assert.ok(times <= 5, `asked ${times} times in all`);
});

inPage('a server that never answers: each suspicion takes longer, and the deadline ends it', async (test) => {
  const { run, control } = test;
  await openClient(run, { halfOpenTimeoutMs: 50 });
  control.fault({ fault: 'swallow' });
  const code = await run(() => codeOf(client.interaction(params(), { timeoutMs: 1_500 })));
  assert.equal(code, 'REQUEST_TIMEOUT');
  const { socketsOpened, tokensReused } = control.counts();
  assert.ok(socketsOpened >= 3 && socketsOpened <= 7, `${socketsOpened} sockets in 1.5 s`);
  assert.equal(tokensReused, 0);
});

inPage('a clock that jumped: the socket is replaced within 2 s, before anybody asks', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 10_000 });
  // The first look at the clock has something to compare with.
  await run(() => new Promise((resolve) => setTimeout(resolve, 100)));
  control.fault({ fault: 'half-open', to: 'present' });
  const sleptAt = await run(() => {
    const { now } = Date;
    Date.now = () => now() + 3_600_000;
    return now();
  });
  const second = await eventually(() => control.log().handshakes[1], 'a second handshake');
  console.log(`a clock jump was noticed after ${second.at - sleptAt} ms`);
  assert.ok(second.at - sleptAt <= 2_100, `${second.at - sleptAt} ms`);
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
  assert.deepEqual(await run(() => valuesOf(seen, 'close')), []);
});

inPage('a clock that jumps while a request is out: it is asked again at once', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 10_000 });
  control.fault({ fault: 'half-open', to: 'present' });
  await ask(run);
  const before = await run(() => {
    const { now } = Date;
    Date.now = () => now() + 3_600_000;
    return now();
  });
  assert.equal((await run(() => asked)).error, undefined);
  const took = Date.now() - before;
  assert.ok(took <= 2_400, `answered after ${took} ms`);
});

inPage('a clock that runs true, or is set by a second, changes nothing', async ({ run, control }) => {
  await openClient(run);
  await run(() => {
    const { now } = Date;
    Date.now = () => now() + 1_000;
  });
  await run(() => new Promise((resolve) => setTimeout(resolve, 4_300)));
  assert.equal(control.counts().handshakes, 1);
});

inPage('`online` while a request is out on a dead socket: it is asked again at once', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 10_000 });
  control.fault({ fault: 'half-open', to: 'present' });
  await ask(run);
  await eventually(() => control.counts().framesReceived === 2);
  const before = Date.now();
  await run(() => window.dispatchEvent(new Event('online')));
  assert.equal((await run(() => asked)).error, undefined);
  const took = Date.now() - before;
  const noticed = control.log().handshakes[1].at - before;
  console.log(`after \`online\` a second socket was asked for within ${noticed} ms, the answer came after ${took} ms`);
  assert.ok(took < 2_000, `answered after ${took} ms`);
});

inPage('`online` on a socket that works loses and repeats nothing', async ({ run, control }) => {
  await openClient(run);
  script(control, [{ delayMs: 30, body: superpower('interaction') }]);
  control.fault({ fault: 'handshake-delay', ms: 200 });
  await ask(run);
  await eventually(() => control.counts().framesReceived === 2);
  await run(() => window.dispatchEvent(new Event('online')));
  assert.equal((await run(() => asked)).error, undefined);
  await eventually(() => control.counts().socketsOpened === 2);
  assert.equal(control.requests()[1].times, 1);
  assert.deepEqual(await run(() => valuesOf(seen, 'close')), []);
});

inPage('a suspect that closes while its successor is opened takes nothing with it', async ({ run, control }) => {
  await openClient(run);
  script(control, SILENT);
  control.fault({ fault: 'handshake-delay', ms: 300, next: 1 });
  await ask(run);
  await eventually(() => control.counts().handshakes === 2 || control.counts().tokensIssued === 2);
  control.fault({ fault: 'kill' });
  assert.equal((await run(() => asked)).error, undefined);
  const { socketsOpened, tokensReused } = control.counts();
  assert.deepEqual([socketsOpened, tokensReused], [2, 0]);
});
