// Everything the sandbox saw, for tests to look at. Entries are live objects: a connection's entry learns of its
// close, a token's of its use.
import { copied } from './copy.mjs';
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

/** How far past a limit a list may grow: `shift` on every frame would cost more than the frame. */
const SLACK = 1.25;
/** What an entry takes besides what was received. */
const ENTRY_BYTES = 500;

/** Entries in order, the oldest of which go when they are too many or take too much. The newest stays, however large. */
function createList(config, onGone) {
  const entries = [];
  const sizes = [];
  let bytes = 0;
  const isAbove = (factor, gone) =>
    entries.length - gone > config.logLimit * factor || bytes > config.logBytes * factor;
  return {
    entries,
    add(entry, size) {
      entries.push(entry);
      sizes.push(size + ENTRY_BYTES);
      bytes += size + ENTRY_BYTES;
      if (!isAbove(SLACK, 0)) return;
      let gone = 0;
      while (gone < entries.length - 1 && isAbove(1, gone)) bytes -= sizes[gone++];
      sizes.splice(0, gone);
      entries.splice(0, gone);
      onGone(gone);
    },
    clear() {
      entries.length = 0;
      sizes.length = 0;
      bytes = 0;
    },
  };
}

export function createLog(config) {
  const counts = createCounts();
  const lists = Object.fromEntries(
    LISTS.map((name) => [name, createList(config, (gone) => counts.add('trimmed', gone))]),
  );
  const entriesBy = () => Object.fromEntries(LISTS.map((name) => [name, lists[name].entries]));
  return {
    counts,
    /** @param {number} [bytes]  what was received; without it, the entry as JSON */
    add(name, entry, bytes = JSON.stringify(entry).length) {
      lists[name].add(entry, bytes);
      return entry;
    },
    clear() {
      LISTS.forEach((name) => lists[name].clear());
      counts.clear();
    },
    /** A copy that later events do not change. */
    snapshot: () => copied(entriesBy()),
    /** The frames by correlation id, in order of their first arrival: which came how often, where and when. */
    requests() {
      const found = new Map();
      for (const frame of lists.frames.entries) {
        const { correlationId, action, requestId } = frame;
        if (correlationId === null) continue;
        if (!found.has(correlationId)) found.set(correlationId, { correlationId, action, requestId, received: [] });
        found.get(correlationId).received.push(sighting(frame));
      }
      return [...found.values()].map((request) => ({ ...request, times: request.received.length }));
    },
  };
}
