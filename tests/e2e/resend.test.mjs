// What was written and not answered goes out again, as the same request; what was answered in part keeps waiting; and
// what was never sent is handed back to whoever ends the client.
import assert from 'node:assert/strict';
import { arrivals, envelopes, eventually, inPage, SILENT, script, superpower } from './helper.mjs';

/** Opens `client` in the page and asks `count` times, `asked` being their outcomes; resolves when all have come in. */
async function ask({ run, control }, { count = 1, options, call, ...others } = {}) {
  await run(
    async ({ count, options, call, others }) => {
      window.client = quick(options);
      window.seen = record(client, 'update', 'error', 'close');
      await client.openConnection();
      const actions = ['interaction', 'translate', 'summarize', 'insights', 'adjust'];
      window.requests = Array.from({ length: count }, (_, place) => client[actions[place % 5]](params(others), call));
      window.asked = Promise.all(requests.map(outcome));
    },
    { count, options, call, others },
  );
  await eventually(() => control.counts().framesReceived === count);
}

const answersOf = async (run) =>
  (await run(() => asked.then((list) => JSON.parse(JSON.stringify(list))))).map(
    ({ value, error }) => error?.code ?? value.actionType,
  );

inPage('after a lost connection it goes out again: the same ids, the same text, another issuedAt', async (test) => {
  const { run, control } = test;
  script(control, SILENT);
  await ask(test);
  control.fault({ fault: 'kill' });
  assert.deepEqual(await answersOf(run), ['interaction']);
  const [first, second] = envelopes(control);
  const { issuedAt: before, ...headers } = first.headers;
  const { issuedAt: after, ...later } = second.headers;
  assert.deepEqual(later, headers, 'correlationId, idempotencyKey, traceId, timestamp and all others');
  assert.deepEqual(second.payload, first.payload);
  assert.ok(Date.parse(after) > Date.parse(before), `${before} and then ${after}`);
  assert.equal(control.requests().length, 1);
  assert.equal(await run(() => client.metrics().resent), 1);
});

inPage('a gateway’s error is no answer: whoever listens gets it, and the request goes out again', async (test) => {
  const { run, control } = test;
  const frames = [{ message: 'Internal server error', connectionId: 'abc=', requestId: 'def=' }, {}, { type: 'ping' }];
  script(
    control,
    frames.map((frame) => ({ text: JSON.stringify(frame) })),
  );
  await run(async () => {
    window.recorder = new Recorder();
    window.client = quick({ logger: recorder });
    window.seen = record(client, 'message', 'update', 'error', 'superpower.response', 'response');
    window.asked = client.interaction(params());
  });
  await run(() => come(() => valuesOf(seen, 'message').length === 3));
  const before = await run(() => ({
    messages: valuesOf(seen, 'message'),
    others: seen.filter(({ name }) => name !== 'message').length,
    state: asked.state,
    unmatched: client.connection.unmatchedMessages,
    warnings: recorder.lines.filter(({ level }) => level === 'warn').length,
  }));
  assert.deepEqual(before, { messages: frames, others: 0, state: 'sent', unmatched: 3, warnings: 1 });
  control.fault({ fault: 'kill' });
  assert.equal(await run(async () => (await asked).state), 'completed');
  const [{ times }] = arrivals(control);
  assert.equal(times, 2);
});

const MOMENTS = [
  ['before the server has answered it', { fault: 'kill', framesIn: 1 }],
  ['in the middle of its answer', { fault: 'kill', inFrame: 1 }],
  ['by a close frame in the middle of its answer', { fault: 'close', code: 1011, inFrame: 1 }],
  ['by a frame that is not UTF-8', { fault: 'garbage', what: 'utf8' }, ['utf8']],
];

for (const [moment, fault, needs] of MOMENTS) {
  const body = async ({ run, control }) => {
    control.fault({ ...fault, next: 1 });
    const found = await run(async () => {
      window.client = quick();
      const response = await client.interaction(params());
      return { state: response.state, updates: response.updates.length, metrics: client.metrics() };
    });
    assert.equal(found.state, 'completed');
    assert.deepEqual([found.metrics.answered, found.metrics.failed], [1, 0]);
    assert.deepEqual(
      arrivals(control),
      [{ action: 'interaction', times: 2, keys: 1, connections: [1, 2] }].map((entry) => ({
        ...entry,
        connections: control.log().connections.map(({ id }) => id),
      })),
    );
  };
  inPage(`a connection that ends ${moment}: it is asked again and answered once`, body, { needs });
}

inPage('what had an update is not asked again, and takes its answer from the next connection', async (test) => {
  const { run, control } = test;
  script(control, [superpower('interaction', 'started')]);
  await ask(test);
  await run(() => come(() => valuesOf(seen, 'update').length === 1));
  control.fault({ fault: 'kill' });
  await run(() => come(() => client.metrics().connects === 2));
  const [{ correlationId, times }] = control.requests();
  assert.equal(times, 1);
  control.push({ messages: [{ correlationId, body: superpower('interaction', 'completed', 'after all') }] });
  const [{ value }] = await run(async () => (await asked).map(({ value }) => ({ value: value.updates.map(plain) })));
  assert.deepEqual(
    value.map(({ state, index }) => [state, index]),
    [
      ['started', 0],
      ['completed', 1],
    ],
  );
});

inPage('what had an update and gets no more ends by its own deadline', async (test) => {
  const { run, control } = test;
  script(control, [superpower('interaction', 'started')]);
  await ask(test, { call: { timeoutMs: 600 } });
  await run(() => come(() => valuesOf(seen, 'update').length === 1));
  control.fault({ fault: 'kill' });
  assert.deepEqual(await answersOf(run), ['REQUEST_TIMEOUT']);
  assert.equal(control.requests()[0].times, 1);
});

for (const [place, given] of [
  ['of the client', { options: { resend: 'never' } }],
  ['of the request', { call: { resend: 'never' } }],
]) {
  inPage(`resend "never" ${place} rejects what is out, answered in part or not`, async (test) => {
    const { run, control } = test;
    script(control, SILENT, [superpower('translate', 'started')]);
    await ask(test, { ...given, count: 2 });
    await run(() => come(() => valuesOf(seen, 'update').length === 1));
    control.fault({ fault: 'kill' });
    const found = (await run(() => asked)).map(({ error }) => [error.code, error.retryable, error.details.code]);
    assert.deepEqual(found, [
      ['CONNECTION_CLOSED', true, 1006],
      ['CONNECTION_CLOSED', true, 1006],
    ]);
    await run(() => reached(client, 'open'));
    assert.equal(control.counts().framesReceived, 2);
  });
}

inPage('resend "never" concerns what was sent: what only waited goes out', async ({ run, control }) => {
  await run(async () => {
    window.client = quick({ resend: 'never' });
    await client.openConnection();
  });
  control.down();
  await run(async () => {
    await come(() => !client.isConnected());
    window.asked = client.interaction(params());
  });
  control.up();
  assert.equal(await run(async () => (await asked).state), 'completed');
});

inPage('an answer that comes more than once settles once; what is late is only told', async (test) => {
  const { run, control } = test;
  script(
    control,
    [superpower('interaction', 'completed', 'first')],
    [superpower('interaction', 'completed', 'second')],
  );
  control.fault({ fault: 'duplicate', direction: 'both', copies: 2 });
  const found = await run(async () => {
    const late = [];
    const client = quick();
    window.seen = record(client, 'error');
    let settled = 0;
    const request = client.interaction(params(), { onUpdate: ({ text }) => late.push(text) });
    request.then(() => (settled += 1));
    const { text, updates } = await request;
    await come(() => late.length === 4);
    const { answered } = client.metrics();
    return { text, updates: updates.length, late, settled, answered, errors: seen.length };
  });
  assert.deepEqual(found, {
    text: 'first',
    updates: 1,
    late: ['first', 'first', 'second', 'second'],
    settled: 1,
    answered: 1,
    errors: 0,
  });
});

inPage('an answer to both copies of a request that went out twice settles it once', async (test) => {
  const { run, control } = test;
  script(control, SILENT, [superpower('interaction', 'completed', 'to the copy')]);
  await ask(test);
  control.fault({ fault: 'kill' });
  assert.deepEqual(await answersOf(run), ['interaction']);
  const [{ correlationId, times }] = control.requests();
  assert.equal(times, 2);
  control.push({ messages: [{ correlationId, body: superpower('interaction', 'completed', 'to the first') }] });
  await run(() => come(() => valuesOf(seen, 'update').length === 2));
  assert.deepEqual(await run(async () => [(await requests[0]).text, client.metrics().answered]), ['to the copy', 1]);
});

inPage('what goes out again keeps its order, ahead of what was asked later', async (test) => {
  const { run, control } = test;
  script(control, ...Array(5).fill(SILENT));
  await ask(test, { count: 5 });
  control.down();
  await run(async () => {
    await come(() => !client.isConnected());
    window.later = ['recommend', 'reception', 'elevate'].map((name) => client[name](params()));
  });
  control.clearLog();
  control.up();
  await run(() => Promise.all([asked, ...later]));
  assert.deepEqual(
    control.log().frames.map(({ action }) => action),
    ['interaction', 'translate', 'summarize', 'insights', 'adjust', 'recommend', 'reception', 'elevate'],
  );
});

inPage('however often the connection dies, a request settles once and stays itself', async ({ run, control }) => {
  control.fault({ fault: 'kill', framesIn: 1, next: 10 });
  const found = await run(async () => {
    const client = quick();
    const { state } = await client.interaction(params());
    return { state, ...client.metrics() };
  });
  assert.deepEqual([found.state, found.answered, found.resent], ['completed', 1, 10]);
  const [{ times, keys, connections }, ...others] = arrivals(control);
  assert.deepEqual([times, keys, new Set(connections).size, others.length], [11, 1, 11, 0]);
});

inPage('cancelled while it waits to be sent again: it is not', async (test) => {
  const { run, control } = test;
  script(control, SILENT, SILENT);
  await ask(test, { count: 2 });
  control.down();
  await run(async () => {
    await come(() => !client.isConnected());
    requests[0].cancel();
  });
  control.clearLog();
  control.up();
  assert.deepEqual(await answersOf(run), ['REQUEST_CANCELLED', 'translate']);
  assert.deepEqual(
    control.log().frames.map(({ action }) => action),
    ['translate'],
  );
});

inPage('without ids in the answers it is asked again just so', async (test) => {
  const { run, control } = test;
  control.config({ form: 'bare' });
  script(control, SILENT, SILENT, [superpower('translate')], [superpower('interaction')]);
  await ask(test, { count: 2 });
  control.fault({ fault: 'kill' });
  assert.deepEqual(await answersOf(run), ['interaction', 'translate']);
});
