// The envelope around a payload (wire protocol, section 2): `{"action":"message","headers":{…},"payload":{…}}`, printed
// in one go. When it is written later than it was printed, the one header that says so is exchanged in the text.

import { WIRE } from './actions.js';
import { hasText, isPlain, own } from './payload.js';

const HEADERS = ['correlationId', 'traceId', 'idempotencyKey', 'timestamp', 'networkLatencyMs'];

const NONE = {};

/** The headers that a caller sets itself, and `faults`, if there are any: what is wrong with them. */
export function readHeaders(headers) {
  if (headers == null) return NONE;
  const given = { faults: [] };
  if (typeof headers !== 'object' || Array.isArray(headers)) {
    given.faults.push('headers: expected an object');
    return given;
  }
  HEADERS.forEach((name, place) => {
    const value = own(headers, name);
    if (value == null || value === '') return;
    const isText = place < 4;
    const isGood = isText ? typeof value === 'string' : typeof value === 'number' && value >= 0 && value < 2 ** 32;
    if (!isGood) given.faults.push(`headers.${name}: expected a ${isText ? 'string' : 'number, 0 or more'}`);
    given[name] = isText || !isGood ? value : Math.round(value);
  });
  return given;
}

/** Four ids that no other has. */
export const newIds = (core) => JSON.parse(core.newIds(Date.now()));

/** An envelope as text. `issuedAt` is the last of the headers. */
export const print = (headers, payload) => JSON.stringify({ action: 'message', headers, payload });

const ISSUED_AT = '"issuedAt":"';

/** The same envelope, written at another time. */
export function restamp(text, issuedAt) {
  // In the text of a value the quotes would be escaped, and the payload comes later: the first is the header.
  const start = text.indexOf(ISSUED_AT) + ISSUED_AT.length;
  return text.slice(0, start) + issuedAt + text.slice(start + issuedAt.length);
}

/** Whether a value is an envelope that a client may send, as far as its payload's fields are not concerned. */
export function isEnvelope(envelope, schemaRef) {
  const { action, headers, payload } = envelope ?? {};
  return (
    action === 'message' &&
    isPlain(headers) &&
    isPlain(payload?.session) &&
    isPlain(payload.request) &&
    WIRE.includes(headers.action) &&
    headers.schemaRef === schemaRef &&
    (headers.identifier ?? 'message') === 'message' &&
    hasText(headers.correlationId) &&
    hasText(payload.request.requestId)
  );
}

let printedAt;
let printed;

/** The time in ISO 8601. Most of what is printed belongs to the same millisecond. */
export function iso(epoch) {
  if (epoch !== printedAt) {
    printedAt = epoch;
    printed = new Date(epoch).toISOString();
  }
  return printed;
}
