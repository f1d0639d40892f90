// What stands around a payload: every header, which of them a caller may set, and what the server's own check says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { envelopes, inPage, invalidFrames, script, superpower } from './helper.mjs';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const { version } = JSON.parse(readFileSync(new URL('../../pkg/package.json', import.meta.url)));

const METHODS = [
  'adjust',
  'elevate',
  'interaction',
  'customerInteraction',
  'reception',
  'summarize',
  'translate',
  'recommend',
  'insights',
];

inPage('every method sends an envelope that the schema accepts, under its action in lower case', async (test) => {
  const { run, control } = test;
  const types = await run(async (methods) => {
    const client = make({ logger: new Recorder() });
    const types = [];
    for (const method of methods) {
      types.push((await client[method](params())).actionType);
      types.push((await client[`${method}Async`](params())).actionType);
      types.push((await client.send('message', method, params())).actionType);
    }
    return types;
  }, METHODS);
  const thrice = METHODS.flatMap((method) => Array(3).fill(method.toLowerCase()));
  assert.deepEqual(
    envelopes(control).map(({ headers }) => headers.action),
    thrice,
  );
  assert.deepEqual(types, thrice);
  assert.deepEqual(invalidFrames(control), []);
});

inPage('an envelope is action, headers, payload; a payload is session and request', async ({ run, control }) => {
  await run(() => make().interaction(params({}, { headers: { traceId: 'trace-1' } })));
  const [envelope] = envelopes(control);
  assert.deepEqual(Object.keys(envelope).sort(), ['action', 'headers', 'payload']);
  assert.equal(envelope.action, 'message');
  assert.deepEqual(Object.keys(envelope.payload).sort(), ['request', 'session']);
});

inPage('the headers are the protocol’s, no more and no less', async ({ run, control }) => {
  const before = Date.now();
  const request = await run(async () => {
    const request = make().interaction(params());
    await request;
    return { correlationId: request.correlationId };
  });
  const [{ headers }] = envelopes(control);
  const { correlationId, traceId, idempotencyKey, timestamp, issuedAt, ...others } = headers;
  assert.deepEqual(others, {
    action: 'interaction',
    schemaRef: 'optave.message.v3',
    sdkVersion: version,
    identifier: 'message',
  });
  assert.equal(correlationId, request.correlationId);
  for (const id of [correlationId, traceId, idempotencyKey]) assert.match(id, UUID_V7);
  assert.equal(new Set([correlationId, traceId, idempotencyKey]).size, 3);
  for (const time of [timestamp, issuedAt]) {
    assert.match(time, ISO);
    assert.ok(Date.parse(time) >= before - 1 && Date.parse(time) <= Date.now() + 1, time);
  }
});

inPage('ids are new for every request, and carry the time', async ({ run, control }) => {
  await run(async () => {
    const client = make();
    await Promise.all(Array.from({ length: 50 }, () => client.interaction(params())));
  });
  const all = envelopes(control).flatMap(({ headers, payload }) => [
    headers.correlationId,
    headers.traceId,
    headers.idempotencyKey,
    payload.request.requestId,
  ]);
  assert.equal(new Set(all).size, 200);
  for (const id of all) {
    assert.match(id, UUID_V7);
    const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    assert.ok(Math.abs(Date.now() - ms) < 20_000, id);
  }
});

inPage('a caller may set correlationId, traceId, idempotencyKey, timestamp and networkLatencyMs', async (test) => {
  const { run, control } = test;
  const given = {
    correlationId: 'correlation-1',
    traceId: 'trace-1',
    idempotencyKey: 'key-1',
    timestamp: '2024-01-15T10:30:00.000Z',
    networkLatencyMs: 120,
  };
  const got = await run(async (headers) => {
    const request = make().interaction(params({}, { headers }));
    return { own: request.correlationId, answered: (await request).correlationId };
  }, given);
  const [{ headers }] = envelopes(control);
  for (const [name, value] of Object.entries(given)) assert.equal(headers[name], value, name);
  assert.deepEqual(got, { own: 'correlation-1', answered: 'correlation-1' });
  assert.deepEqual(invalidFrames(control), []);
});

inPage('a caller cannot set action, schemaRef, sdkVersion, identifier, issuedAt or tenantId', async (test) => {
  const { run, control } = test;
  await run(() => {
    const headers = {
      action: 'translate',
      schemaRef: 'other',
      sdkVersion: '9.9.9',
      identifier: 'other',
      issuedAt: '2000-01-01T00:00:00.000Z',
      tenantId: 'tenant-of-the-caller',
      invented: 'x',
    };
    return make().interaction(params({}, { headers }));
  });
  const [{ headers }] = envelopes(control);
  assert.equal(headers.action, 'interaction');
  assert.equal(headers.schemaRef, 'optave.message.v3');
  assert.equal(headers.sdkVersion, version);
  assert.equal(headers.identifier, 'message');
  assert.notEqual(headers.issuedAt.slice(0, 4), '2000');
  assert.equal('tenantId' in headers, false);
});

inPage('null or undefined headers are not given; a wrong type is named', async ({ run, control }) => {
  const { codes, details } = await run(async () => {
    const client = make();
    const empty = { correlationId: undefined, traceId: null, timestamp: undefined, networkLatencyMs: null };
    await client.interaction(params({}, { headers: empty }));
    await client.interaction(params({}, { headers: undefined }));
    await client.interaction(params({}, { headers: null }));
    const wrong = { correlationId: 1, traceId: {}, idempotencyKey: true, timestamp: [], networkLatencyMs: 'fast' };
    const { error } = await outcome(client.interaction(params({}, { headers: wrong })));
    return {
      codes: [error.code, await codeOf(client.interaction(params({}, { headers: 'x' })))],
      details: error.details,
    };
  });
  assert.deepEqual(codes, ['PAYLOAD_SCHEMA_MISMATCH', 'PAYLOAD_SCHEMA_MISMATCH']);
  assert.equal(details.length, 5, String(details));
  for (const { headers } of envelopes(control)) {
    for (const name of ['correlationId', 'traceId', 'idempotencyKey']) assert.match(headers[name], UUID_V7);
    assert.match(headers.timestamp, ISO);
  }
  assert.deepEqual(invalidFrames(control), []);
});

inPage('timestamp is when the method was called, issuedAt when the frame was written', async ({ run, control }) => {
  control.config({ handshakeDelayMs: 120 });
  await run(() => make().interaction(params()));
  const [{ headers }] = envelopes(control);
  const waited = Date.parse(headers.issuedAt) - Date.parse(headers.timestamp);
  assert.ok(waited >= 100 && waited < 10_000, `${waited} ms`);
});

inPage('networkLatencyMs is absent until measured, then a whole number of what was measured', async (test) => {
  const { run, control } = test;
  script(control, [{ delayMs: 60, body: superpower('interaction') }]);
  const { total } = await run(async () => {
    const client = make();
    await Promise.all([client.interaction(params()), client.interaction(params())]);
    const { timings } = await client.interaction(params());
    return { total: timings.totalMs };
  });
  const [first, second, third] = envelopes(control).map(({ headers }) => headers);
  assert.equal('networkLatencyMs' in first, false);
  assert.equal('networkLatencyMs' in second, false);
  assert.ok(Number.isInteger(third.networkLatencyMs) && third.networkLatencyMs >= 0, String(third.networkLatencyMs));
  assert.ok(total >= 0);
});

inPage('the latency measured is the server’s, not an invention', async ({ run, control }) => {
  script(control, [{ delayMs: 80, body: superpower('interaction') }]);
  const measured = await run(async () => {
    const client = make();
    await client.openConnection();
    const began = performance.now();
    await client.interaction(params());
    const took = performance.now() - began;
    await client.interaction(params());
    return took;
  });
  const [, { headers }] = envelopes(control);
  assert.ok(headers.networkLatencyMs >= 79, String(headers.networkLatencyMs));
  assert.ok(headers.networkLatencyMs <= Math.ceil(measured), `${headers.networkLatencyMs} of ${measured}`);
});

inPage('a request that was sent again measures nothing', async ({ run, control }) => {
  await run(() => {
    window.client = make({ reconnect: { firstDelayMs: 50 } });
    return client.openConnection();
  });
  control.fault({ fault: 'kill', framesIn: 1, next: 1, to: 'present' });
  await run(async () => {
    await client.interaction(params());
    await client.interaction(params());
    await client.interaction(params());
  });
  const latencies = envelopes(control).map(({ headers }) => typeof headers.networkLatencyMs);
  assert.deepEqual(latencies, ['undefined', 'undefined', 'undefined', 'number']);
});

inPage('tenantId and sdkVersion come from the options', async ({ run, control }) => {
  await run(() => make({ tenantId: 'tenant-1', sdkVersion: 'none' }).interaction(params()));
  const [{ headers }] = envelopes(control);
  assert.equal(headers.tenantId, 'tenant-1');
  assert.equal(headers.sdkVersion, 'none');
  assert.deepEqual(invalidFrames(control), []);
});

inPage('a correlation id in flight is refused, and free again afterwards', async ({ run, control }) => {
  script(control, [{ delayMs: 50, body: superpower('interaction') }]);
  const results = await run(async () => {
    const client = make();
    const same = () => client.interaction(params({}, { headers: { correlationId: 'same' } }));
    const first = same();
    const second = await outcome(same());
    const third = await outcome(same());
    const answer = await first;
    const fourth = await same();
    return { second, third, answer: answer.correlationId, fourth: fourth.correlationId };
  });
  assert.equal(results.second.error.code, 'DUPLICATE_CORRELATION_ID');
  assert.equal(results.second.error.correlationId, 'same');
  assert.equal(results.third.error.code, 'DUPLICATE_CORRELATION_ID');
  assert.equal(results.answer, 'same');
  assert.equal(results.fourth, 'same');
  assert.equal(envelopes(control).length, 2);
});

inPage('headers with quotes, control characters and lone surrogates are written as JSON', async ({ run, control }) => {
  const id = 'a"b\\c\nd\u2028é😀\u0001';
  const got = await run(async (correlationId) => {
    const client = make({ tenantId: 'te"nant' });
    const answer = await client.interaction(params({}, { headers: { correlationId, traceId: 'x\ty' } }));
    return answer.correlationId;
  }, id);
  const [{ headers }] = envelopes(control);
  assert.equal(got, id);
  assert.equal(headers.correlationId, id);
  assert.equal(headers.traceId, 'x\ty');
  assert.equal(headers.tenantId, 'te"nant');
});

inPage('frames are text, and their size is what the server counts', async ({ run, control }) => {
  await run(() => make().interaction(params({ attributes: { content: 'é😀' } })));
  const [{ bytes, envelope, valid }] = control.log().frames;
  assert.equal(valid, true);
  assert.equal(bytes, Buffer.byteLength(JSON.stringify(envelope)));
});
