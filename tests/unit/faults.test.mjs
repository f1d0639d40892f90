// From the numbers that Rust says a fault in to the error that users meet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptaveError } from '../../src/browser/error.js';
import { at, errorOf, known } from '../../src/browser/faults.js';

// As Rust has it: rows, then `0`.
const TABLE = [
  ['TOKEN_PROVIDER_FAILED', 'AUTHENTICATION', true, 'No token could be obtained', 'Look at tokenProvider.'],
  ['INVALID_CONFIG', 'VALIDATION', false, 'The options are not valid', 'Correct them.'],
  0,
];

/** A fault as `encode` in clients.rs puts it: code, whether trying again may help, kind of detail, limit. */
const encode = (code, isRetryable, kind, limit = 0) => code | (+isRetryable << 8) | (kind << 9) | (limit << 16);

test('an error has everything that the table says of its code', () => {
  const error = errorOf(TABLE, 'TOKEN_PROVIDER_FAILED');
  assert.ok(error instanceof OptaveError && error instanceof Error);
  assert.deepEqual(
    [error.name, error.code, error.category, error.retryable, error.message],
    ['OptaveError', 'TOKEN_PROVIDER_FAILED', 'AUTHENTICATION', true, 'No token could be obtained'],
  );
  assert.deepEqual(error.suggestions, ['Look at tokenProvider.']);
  assert.equal(error.details, undefined);
  assert.equal('cause' in error, false);
  assert.match(error.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('a code is known by its name or by its place', () => {
  TABLE.slice(0, -1).forEach(([name], place) => {
    const [byName, byPlace] = [errorOf(TABLE, name), errorOf(TABLE, place)];
    assert.equal(byName.code, name);
    assert.deepEqual({ ...byName, timestamp: 0 }, { ...byPlace, timestamp: 0 });
    assert.equal(byName.message, byPlace.message);
  });
});

test('what is known besides completes an error', () => {
  const cause = new Error('why');
  const error = errorOf(TABLE, 1, { note: 'of these', details: { a: 1 }, cause, correlationId: 'c' });
  assert.equal(error.message, 'The options are not valid: of these');
  assert.deepEqual([error.details, error.cause, error.correlationId], [{ a: 1 }, cause, 'c']);
  assert.equal('note' in error, false);
  assert.equal(error.retryable, false);
  for (const note of ['', undefined]) assert.equal(errorOf(TABLE, 1, { note }).message, 'The options are not valid');
});

test('whether trying again may help is said by what is known, or else by the code', () => {
  assert.equal(errorOf(TABLE, 1, { retryable: true }).retryable, true);
  assert.equal(errorOf(TABLE, 0, { retryable: false }).retryable, false);
  assert.equal(errorOf(TABLE, 0, { retryable: undefined }).retryable, true);
});

test('places at fault are all named, in details and message', () => {
  const error = errorOf(TABLE, 1, at(['a.b', 'c']));
  assert.equal(error.message, 'The options are not valid: a.b, c');
  assert.deepEqual(error.details, ['a.b', 'c']);
});

test('a fault without a detail says nothing but whether trying again may help', () => {
  for (const retryable of [true, false]) assert.deepEqual(known(encode(255, retryable, 0), 0, 'x'), { retryable });
});

// By the kind of detail, as `encode` counts them; the number is the detail's, the reason that of the closing.
for (const [kind, what, number, reason, expected] of /** @type {const} */ ([
  [1, 'ended', 0, '', { note: 'cleanup() has ended this client; make a new one' }],
  [3, 'closed', 1006, '', { note: '', details: { code: 1006, reason: '' } }],
  [3, 'closed', 4001, '"gone"', { note: '"gone"', details: { code: 4001, reason: '"gone"' } }],
  [4, 'an HTTP status', 503, '', { note: 'HTTP status 503', details: { status: 503 } }],
  [5, 'too large', 131_073, '', { note: 'more than 131072 bytes', details: { bytes: 131_073, limit: 131_072 } }],
  [6, 'empty', 0, '', { note: 'the answer was empty' }],
  [7, 'incomplete', 0, '', { note: 'the answer ended before all that until names had completed' }],
])) {
  test(`a fault in detail: ${what}, ${number}`, () => {
    for (const retryable of [true, false]) {
      for (const code of [0, 25, 255]) {
        assert.deepEqual(known(encode(code, retryable, kind), number, reason), { ...expected, retryable });
      }
    }
  });
}

test('a limit that ran out names its option', () => {
  ['requestTimeoutMs', 'firstUpdateTimeoutMs', 'idleTimeoutMs', 'connectionTimeoutMs', 'tokenTimeoutMs'].forEach(
    (option, limit) => {
      const fault = encode(12, true, 2, limit);
      const details = { option, ms: 30_000 };
      assert.deepEqual(known(fault, 30_000, ''), { note: `${option} (30000) ran out`, details, retryable: true });
      assert.equal(errorOf(TABLE, 0, known(fault, 5, '')).message, `No token could be obtained: ${option} (5) ran out`);
    },
  );
});
