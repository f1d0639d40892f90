// What a client counts and measures, whom it tells, and that nobody learns from it what was said.
import assert from 'node:assert/strict';
import { eventually, inPage, SILENT, script, superpower } from './helper.mjs';

inPage('before anything was done all counts are 0, and no time is invented', async ({ run }) => {
  const found = await run(() => make().metrics());
  const { connectMs, firstUpdateMs, totalMs, ...counts } = found;
  assert.deepEqual(counts, {
    requests: 0,
    answered: 0,
    failed: 0,
    resent: 0,
    connects: 0,
    drops: 0,
    reconnects: 0,
    handOvers: 0,
  });
  for (const times of [connectMs, firstUpdateMs, totalMs]) {
    assert.deepEqual([times.p50, times.p95], [undefined, undefined]);
  }
});

inPage('requests are counted by how they ended, and measured', async ({ run, control }) => {
  control.config({ answerDelayMs: 20 });
  const found = await run(async () => {
    const client = quick();
    const started = performance.now();
    for (let round = 0; round < 20; round += 1) await client.interaction(params());
    const longest = performance.now() - started;
    const cancelled = client.interaction(params());
    cancelled.cancel();
    await outcome(cancelled);
    await outcome(client.interaction(params(), { timeoutMs: 1 }));
    await outcome(client.interaction({}));
    return { ...client.metrics(), longest };
  });
  const { connectMs, firstUpdateMs, totalMs, longest, ...counts } = found;
  assert.deepEqual(counts, {
    // What was refused before it was taken is not one.
    requests: 22,
    answered: 20,
    failed: 2,
    resent: 0,
    connects: 1,
    drops: 0,
    reconnects: 0,
    handOvers: 0,
  });
  for (const [name, { p50, p95 }] of Object.entries({ connectMs, firstUpdateMs, totalMs })) {
    assert.ok(p50 > 0 && p50 <= p95 && p95 < longest, `${name}: ${p50}, ${p95}`);
  }
  assert.ok(firstUpdateMs.p50 >= 19, `the server takes 20 ms, it says ${firstUpdateMs.p50}`);
  assert.ok(firstUpdateMs.p50 <= totalMs.p50);
});

inPage('p95 shows the slow ones, p50 does not', async ({ run, control }) => {
  const quickOne = [superpower('interaction')];
  const slowOne = [{ delayMs: 300, body: superpower('interaction') }];
  script(control, ...Array.from({ length: 20 }, (_, place) => (place % 10 === 9 ? slowOne : quickOne)));
  const { p50, p95 } = await run(async () => {
    const client = make();
    for (let round = 0; round < 20; round += 1) await client.interaction(params());
    return client.metrics().totalMs;
  });
  assert.ok(p50 < 200 && p95 >= 295, `${p50}, ${p95}`);
});

inPage('drops, reconnects, what was sent again, and hand-overs are counted', async ({ run, control }) => {
  script(control, SILENT);
  await run(async () => {
    window.client = quick();
    window.asked = client.interaction(params());
  });
  await eventually(() => control.counts().framesReceived === 1);
  control.fault([{ fault: 'refuse', next: 1 }, { fault: 'kill' }]);
  await run(() => asked);
  await run(() => window.dispatchEvent(new Event('online')));
  const found = await run(async () => {
    await come(() => client.metrics().handOvers === 1);
    const { requests, answered, failed, resent, connects, drops, reconnects, handOvers } = client.metrics();
    return { requests, answered, failed, resent, connects, drops, reconnects, handOvers };
  });
  assert.deepEqual(found, {
    requests: 1,
    answered: 1,
    failed: 0,
    resent: 1,
    connects: 2,
    drops: 1,
    reconnects: 2,
    handOvers: 1,
  });
});

inPage('onMetric is told of each connect, request, reconnect and drop, in plain objects', async ({ run, control }) => {
  script(control, [superpower('interaction')], SILENT);
  await run(async () => {
    window.told = [];
    window.client = quick({ onMetric: (metric) => told.push(metric) });
    await client.interaction(params());
    await outcome(client.translate(params(), { timeoutMs: 20 }));
  });
  control.fault({ fault: 'close', code: 1011 });
  const found = await run(async () => {
    await come(() => told.filter(({ type }) => type === 'connect').length === 2);
    return {
      told,
      arePlain: told.every((metric) => Object.getPrototypeOf(metric) === Object.prototype),
      areFlat: told.every((metric) => Object.values(metric).every((value) => Object(value) !== value)),
    };
  });
  assert.deepEqual([found.arePlain, found.areFlat], [true, true]);
  assert.deepEqual(
    found.told.map(({ type }) => type),
    ['connect', 'request', 'request', 'drop', 'reconnect', 'connect'],
  );
  const [connect, good, bad, drop, reconnect] = found.told;
  assert.ok(connect.durationMs > 0);
  assert.deepEqual(
    [good.action, good.code, bad.action, bad.code],
    ['interaction', undefined, 'translate', 'REQUEST_TIMEOUT'],
  );
  assert.ok(good.totalMs >= good.firstUpdateMs && good.firstUpdateMs >= good.queuedMs);
  assert.equal(drop.code, 1011);
  assert.deepEqual([reconnect.attempt, reconnect.delayMs], [1, 20]);
});

inPage('neither metrics nor marks hold a word of what was said, nor a token', async ({ run, control }) => {
  script(control, [superpower('interaction', 'completed', 'SAID BY SERVER')]);
  const text = await run(async () => {
    const told = [];
    const tokens = [];
    const marks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { name, detail, entryType } of list.getEntries()) marks.push([name, detail, entryType]);
    });
    observer.observe({ entryTypes: ['mark', 'measure'] });
    const client = quick({
      onMetric: (metric) => told.push(metric),
      tokenProvider: async () => {
        const { token } = await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
        tokens.push(token);
        return token;
      },
    });
    await client.interaction(params({ attributes: { content: 'SAID BY USER' } }));
    await outcome(client.interaction(params({ attributes: { content: 'SAID BY USER' } }), { timeoutMs: 1 }));
    client.closeConnection(4000, 'SAID BY PAGE');
    await come(() => marks.length >= 2);
    const all = JSON.stringify([told, client.metrics(), marks]);
    return { all, found: ['SAID', 'thread-1', 'Alice', ...tokens].filter((word) => all.includes(word)) };
  });
  assert.deepEqual(text.found, [], text.all);
});

inPage('each request is a measure in the performance panel', async ({ run, control }) => {
  control.config({ answerDelayMs: 30 });
  const found = await run(async () => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ entryTypes: ['measure'] });
    const client = make();
    const responses = [await client.interaction(params()), await client.translate(params())];
    await come(() => seen.length === 2);
    return seen.map(({ name, duration }, place) => [name, Math.abs(duration - responses[place].timings.totalMs)]);
  });
  assert.deepEqual(
    found.map(([name]) => name),
    ['optave interaction', 'optave translate'],
  );
  assert.ok(
    found.every(([, difference]) => difference < 5),
    JSON.stringify(found),
  );
});

inPage('the timeline does not grow with the requests', async ({ run }) => {
  const found = await run(async () => {
    performance.measure('of the page', { start: 0, end: 1 });
    let seen = 0;
    new PerformanceObserver((list) => (seen += list.getEntries().length)).observe({ entryTypes: ['measure'] });
    const client = make({ payloadDefaults: 'compact' });
    for (let round = 0; round < 200; round += 1) await client.interaction(params());
    await come(() => seen >= 100);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return ['mark', 'measure'].map((type) => performance.getEntriesByType(type).map(({ name }) => name));
  });
  assert.deepEqual(found, [[], ['of the page']], 'what is the page’s own stays');
});

for (const [what, hostility] of [
  ['an onMetric that throws', {}],
  ['a performance.measure that throws', { measure: 'throws' }],
  ['no performance.measure', { measure: 'none' }],
]) {
  inPage(`${what} harms nothing`, async ({ run, control }) => {
    const found = await run(async ({ measure }) => {
      const refuse = () => {
        throw new Error('no');
      };
      if (measure) performance.measure = measure === 'throws' ? refuse : undefined;
      const client = quick({ onMetric: measure ? undefined : refuse, logger: new Recorder() });
      const { state } = await client.interaction(params());
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [state, client.metrics().answered];
    }, hostility);
    assert.deepEqual(found, ['completed', 1]);
    assert.equal(control.counts().handshakes, 1);
  });
}
