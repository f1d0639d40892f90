// Headers that a caller sets itself, and the text of an envelope.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { iso, print, readHeaders, restamp } from '../../src/browser/envelope.js';
import { utf8Bytes } from '../../src/browser/payload.js';
import { deepFreeze, json, jsonObject } from './helper.mjs';

const TEXTS = ['correlationId', 'traceId', 'idempotencyKey', 'timestamp'];

test('headers that the caller sets are read, and nothing else', () => {
  assert.deepEqual(readHeaders(undefined), {});
  assert.deepEqual(readHeaders(null), {});
  assert.deepEqual(readHeaders({}), { faults: [] });
  const given = { correlationId: 'c', traceId: 't', idempotencyKey: 'i', timestamp: 'now', networkLatencyMs: 12 };
  assert.deepEqual(readHeaders(deepFreeze({ ...given, tenantId: {}, action: 'x', schemaRef: 5 })), {
    ...given,
    faults: [],
  });
  assert.deepEqual(readHeaders(Object.assign(Object.create(null), { traceId: ' ' })), { traceId: ' ', faults: [] });
});

test('null and empty headers are not given, inherited ones are not read', () => {
  const nothing = { correlationId: null, traceId: '', timestamp: undefined, networkLatencyMs: '' };
  assert.deepEqual(readHeaders(nothing), { faults: [] });
  assert.deepEqual(readHeaders(Object.create({ correlationId: 'inherited', networkLatencyMs: 'x' })), { faults: [] });
});

test('headers of a wrong type are named, all at once', () => {
  const { faults } = readHeaders({
    networkLatencyMs: '5',
    timestamp: new Date(0),
    correlationId: 5,
    traceId: {},
    idempotencyKey: 'ok',
  });
  assert.deepEqual(faults, [
    'headers.correlationId: expected a string',
    'headers.traceId: expected a string',
    'headers.timestamp: expected a string',
    'headers.networkLatencyMs: expected a number, 0 or more',
  ]);
  for (const wrong of ['', 'text', 0, 5, true, [], [{}], () => {}, 5n, Symbol('s')]) {
    assert.deepEqual(readHeaders(wrong), { faults: ['headers: expected an object'] });
  }
});

test('networkLatencyMs is a whole number, 0 or more, that fits the wire', () => {
  for (const [right, whole] of [
    [0, 0],
    [0.4, 0],
    [12.5, 13],
    [30, 30],
    [2 ** 32 - 1, 2 ** 32 - 1],
  ]) {
    assert.deepEqual(readHeaders({ networkLatencyMs: right }), { networkLatencyMs: whole, faults: [] });
  }
  for (const wrong of [-1, NaN, Infinity, 2 ** 32, '5', true, [], [7], {}, 5n, Symbol('s')]) {
    const { faults } = readHeaders({ networkLatencyMs: wrong });
    assert.deepEqual(faults, ['headers.networkLatencyMs: expected a number, 0 or more']);
  }
});

test('any headers are read without a throw: a value, nothing or a fault for each', () => {
  const names = [...TEXTS, 'networkLatencyMs'];
  const headers = fc.oneof(
    fc.anything(),
    fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(fc.anything(), fc.double())])), {
      requiredKeys: [],
    }),
  );
  fc.assert(
    fc.property(headers, (headers) => {
      const { faults = [], ...given } = readHeaders(headers);
      for (const fault of faults) assert.match(fault, /^headers(\.\w+)?: expected /);
      if (faults.length > 0) return;
      for (const [name, value] of Object.entries(given)) {
        assert.ok(names.includes(name));
        if (TEXTS.includes(name)) assert.ok(typeof value === 'string' && value !== '');
        else assert.ok(Number.isInteger(value) && value >= 0 && value < 2 ** 32, String(value));
      }
    }),
    { numRuns: 2000 },
  );
});

// --- The text ---

const CALLED = iso(1_705_314_600_000);
const LATER = iso(1_705_314_601_500);

const HEADERS = {
  correlationId: 'c',
  traceId: 't',
  idempotencyKey: 'k',
  identifier: 'message',
  action: 'customerinteraction',
  schemaRef: 'optave.message.v3',
  sdkVersion: '1.2.3',
  tenantId: undefined,
  timestamp: CALLED,
  networkLatencyMs: undefined,
  issuedAt: CALLED,
};

test('an envelope has every header that there is, in their order, and the payload apart', () => {
  assert.equal(
    print(HEADERS, { session: {} }),
    '{"action":"message","headers":{"correlationId":"c","traceId":"t","idempotencyKey":"k","identifier":"message",' +
      '"action":"customerinteraction","schemaRef":"optave.message.v3","sdkVersion":"1.2.3",' +
      '"timestamp":"2024-01-15T10:30:00.000Z","issuedAt":"2024-01-15T10:30:00.000Z"},"payload":{"session":{}}}',
  );
  const { headers } = JSON.parse(print({ ...HEADERS, tenantId: 'acme', networkLatencyMs: 7 }, {}));
  assert.deepEqual([headers.tenantId, headers.networkLatencyMs], ['acme', 7]);
});

test('an envelope that is written later differs in issuedAt alone', () => {
  const text = print(HEADERS, { session: {} });
  const written = JSON.parse(restamp(text, LATER));
  assert.equal(written.headers.issuedAt, LATER);
  assert.deepEqual(written, {
    action: 'message',
    headers: { ...sentOf(HEADERS), issuedAt: LATER },
    payload: { session: {} },
  });
  assert.equal(restamp(restamp(text, LATER), CALLED), text);
});

/** Headers without those that are not set. */
function sentOf(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

// Quotes, escapes, control characters, lone surrogates, and what restamp() looks for.
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', '\\', '\u0000', '\n', '\u2028', '\ud83d', '\ude00', '😀', '}', ',', ':'),
      fc.constantFrom(
        'issuedAt',
        '"issuedAt":"',
        '","issuedAt":"',
        '\\"issuedAt\\":\\"',
        '"issuedAt"',
        '"},"payload":',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));
const texts = Object.fromEntries(
  Object.keys(HEADERS)
    .filter((name) => name !== 'issuedAt' && name !== 'networkLatencyMs')
    .map((name) => [name, hostile]),
);
const headersOf = fc
  .tuple(fc.record(texts, { requiredKeys: ['correlationId'] }), fc.option(fc.nat(), { nil: undefined }))
  .map(([texts, networkLatencyMs]) => ({ ...HEADERS, ...texts, networkLatencyMs, issuedAt: CALLED }));
const payloads = fc.oneof(
  jsonObject,
  fc.record({ session: json, request: json, issuedAt: hostile, headers: fc.record({ issuedAt: hostile }) }),
  fc.dictionary(hostile, hostile, { maxKeys: 4 }),
);

test('an envelope is JSON of what was given, when it is printed and when it is written later', () => {
  fc.assert(
    fc.property(headersOf, payloads, (headers, payload) => {
      const text = print(headers, payload);
      const expected = { action: 'message', headers: sentOf(headers), payload };
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(expected)));
      assert.equal(JSON.parse(text).headers.correlationId, headers.correlationId);
      const written = restamp(text, LATER);
      expected.headers.issuedAt = LATER;
      assert.equal(written, JSON.stringify(expected));
    }),
    { numRuns: 3000 },
  );
});

test('an envelope that is written later has as many bytes as it was measured to have', () => {
  fc.assert(
    fc.property(headersOf, payloads, (headers, payload) => {
      const text = print(headers, payload);
      const bytes = utf8Bytes(text, 2 ** 20);
      assert.equal(bytes, Buffer.byteLength(text));
      assert.equal(Buffer.byteLength(restamp(text, LATER)), bytes);
      // Well-formed: nothing in it becomes U+FFFD on its way.
      assert.equal(Buffer.from(text).toString(), text);
    }),
    { numRuns: 1000 },
  );
});

test('times are ISO 8601 in UTC, each its own', () => {
  const times = [0, 1_705_314_600_000, 1_705_314_600_000, 1_705_314_600_001, 0, Date.now()];
  for (const time of times) assert.equal(iso(time), new Date(time).toISOString());
  assert.equal(iso(1_705_314_600_000), '2024-01-15T10:30:00.000Z');
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      assert.equal(iso(date.getTime()), date.toISOString());
      assert.equal(iso(date.getTime()).length, CALLED.length);
    }),
  );
});
