// Everything the sandbox saw, for tests to look at. Entries are live objects: a connection's entry learns of its
// close, a token's of its use.
import { createCounts } from './counts.mjs';

const LISTS = ['tokens', 'handshakes', 'connections', 'frames', 'rest'];

/** What a frame says of itself, without what it carries. */
const sighting = ({ connection, token, at, issuedAt, idempotencyKey, bytes, valid, swallowed }) => ({
  connection,
  token,
  at,
  issuedAt,
  idempotencyKey,
  bytes,
  valid,
  swallowed,
});

export function createLog(config) {
  const lists = Object.fromEntries(LISTS.map((name) => [name, []]));
  const counts = createCounts();
  return {
    counts,
    add(name, entry) {
      const list = lists[name];
      list.push(entry);
      // In one go past the limit, not one by one: `shift` on every frame would cost more than the frame.
      if (list.length > config.logLimit * 1.25) {
        counts.add('trimmed', list.splice(0, list.length - config.logLimit).length);
      }
      return entry;
    },
    clear() {
      LISTS.forEach((name) => (lists[name].length = 0));
      counts.clear();
    },
    /** A copy that later events do not change. */
    snapshot: () => structuredClone(lists),
    /** The frames by correlation id, in order of their first arrival: which came how often, where and when. */
    requests() {
      const found = new Map();
      for (const frame of lists.frames) {
        const { correlationId, action, requestId } = frame;
        if (correlationId === null) continue;
        if (!found.has(correlationId)) found.set(correlationId, { correlationId, action, requestId, received: [] });
        found.get(correlationId).received.push(sighting(frame));
      }
      return [...found.values()].map((request) => ({ ...request, times: request.received.length }));
    },
  };
}
