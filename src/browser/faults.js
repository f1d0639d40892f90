// From a code of Rust's table, or a fault of the engine's, to the error that users meet.

import { OptaveError } from './error.js';

// The order of Rust's `Limit`.
export const LIMITS = [
  'requestTimeoutMs',
  'firstUpdateTimeoutMs',
  'idleTimeoutMs',
  'connectionTimeoutMs',
  'tokenTimeoutMs',
];

/** An error with everything the table says of its code; what is given besides completes it. */
export function errorOf(table, code, { note, retryable, ...known } = {}) {
  const [name, category, isRetryable, message, advice] = table.find((row) => row[0] === code) ?? table[code];
  return new OptaveError(note ? `${message}: ${note}` : message, {
    category,
    code: name,
    suggestions: [advice],
    retryable: retryable ?? isRetryable,
    ...known,
  });
}

/** Places at fault, as `details` and in the message. */
export const at = (places) => ({ details: places, note: places.join(', ') });

/** Code and places of what the core found wrong with a payload, or else missing; `table` is that of Rust's `Place`. */
export function gapsOf(gaps, table) {
  const isWrong = (gaps & 65535) !== 0;
  const places = table
    .filter((_, place) => (gaps >>> (isWrong ? place : place + 16)) & 1)
    .map(([path, kind]) => (isWrong ? `${path}: expected ${/^[ao]/.test(kind) ? 'an' : 'a'} ${kind}` : path));
  return [isWrong ? 'PAYLOAD_SCHEMA_MISMATCH' : 'REQUIRED_FIELDS_MISSING', places];
}

/** What the fault that Rust put into these numbers says; `reason` is that of the connection's closing. */
export function known(fault, number, reason) {
  const retryable = (fault & 256) !== 0;
  const option = LIMITS[fault >> 16];
  const detail = [
    {},
    { note: 'cleanup() has ended this client; make a new one' },
    { note: `${option} (${number}) ran out`, details: { option, ms: number } },
    { note: reason, details: { code: number, reason } },
    { note: `HTTP status ${number}`, details: { status: number } },
    { note: 'more than 131072 bytes', details: { bytes: number, limit: 131072 } },
    { note: 'the answer was empty' },
    { note: 'the answer ended before all that until names had completed' },
  ];
  const said = { ...detail[(fault >> 9) & 127], retryable };
  // What a server closes with that does not accept the token.
  if (said.details?.code === 1008)
    said.suggestions = ['See that tokenProvider answers a fresh token that this server accepts.'];
  return said;
}
