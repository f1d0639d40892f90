// What a message of the server's shows of itself. What that means is decided in Rust.

import { WIRE } from './actions.js';
import { hasText, isPlain } from './payload.js';

const TYPES = /* @__PURE__ */ new Map(WIRE.map((action, place) => [action, place + 1]));

const state = (value) => (typeof value !== 'string' ? 0 : value === 'completed' ? 1 : value === 'error' ? 2 : 3);
const type = (value) =>
  typeof value !== 'string' ? 0 : value === 'error' ? 10 : (TYPES.get(value.toLowerCase()) ?? 11);

/** What stands at the properties that decide where a message belongs, as Rust's `Sighting` has it. */
export function sight(message) {
  const { headers, payload } = message;
  const inside = isPlain(payload) ? payload : {};
  const schemaRef = isPlain(headers) ? headers.schemaRef : undefined;
  return (
    isPlain(headers) |
    (isPlain(payload) << 1) |
    ((typeof schemaRef === 'string' && schemaRef.startsWith('optave.error.')) << 2) |
    (!!message.error << 3) |
    (!!inside.error << 4) |
    (state(message.state) << 5) |
    (state(inside.state) << 7) |
    (type(message.actionType) << 9) |
    (type(inside.actionType) << 13)
  );
}

/** The message that a frame holds, of at most so many characters; or `fault`, the code of what it is instead, and why. */
export function readFrame(data, most) {
  const invalid = (note) => ({ fault: ['INVALID_MESSAGE', { note }] });
  if (typeof data !== 'string') return invalid('a binary frame');
  if (data.length > most) return invalid('a frame of more than 16 MiB');
  try {
    const message = JSON.parse(data);
    return isPlain(message) ? { message } : invalid('JSON that is no object');
  } catch (cause) {
    return { fault: ['INVALID_JSON', { cause }] };
  }
}

/** The id of the request that a message says it belongs to. */
export function correlationId({ headers, correlationId, payload }) {
  if (hasText(headers?.correlationId)) return headers.correlationId;
  if (hasText(correlationId)) return correlationId;
  if (hasText(payload?.correlationId)) return payload.correlationId;
}
