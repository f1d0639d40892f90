// A kept conversation: whatever stands in a storage is read without harm, and two tabs that write at once lose nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  KEPT_MS,
  lacks,
  mergeRecords,
  readRecord,
  settled,
  writeRecord,
} from '../../pkg-template/chat/history/record.js';

const NOW = Date.UTC(2026, 10, 27, 12);
const ROLES = ['user', 'bot', 'operator', 'system'];
const STATES = ['sending', 'typing', 'streaming', 'done', 'failed', 'stopped'];

const stored = (messages, more = {}) =>
  JSON.stringify({ version: 1, unread: 0, threadId: 'thread', began: NOW - 1000, messages, ...more });
const said = (id, more = {}) => ({
  id,
  role: 'user',
  text: id,
  at: NOW - 500,
  state: 'done',
  changed: NOW - 500,
  ...more,
});
const idsOf = ({ messages }) => messages.map(({ id }) => id);

/** Values that are right, nearly right, and of any shape. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', '__proto__', 'constructor', -1, 1e300, NOW, null, [], {}, [[]], [null], { then: 'x' }),
);
const FIELDS = {
  id: fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), anything),
  role: fc.oneof(fc.constantFrom(...ROLES), anything),
  text: fc.oneof(fc.string(), anything),
  at: fc.oneof(fc.integer({ min: NOW - 10_000, max: NOW }), anything),
  state: fc.oneof(fc.constantFrom(...STATES), anything),
  changed: fc.oneof(fc.integer({ min: NOW - 10_000, max: NOW }), anything),
};
const OPTIONAL = [
  ...['name', 'replyTo', 'action', 'correlationId', 'error', 'waiting', 'draft', 'files', 'offers', 'sources'],
  ...['suggestions', 'rating', 'note', 'superpowers', '__proto__', 'unknown'],
];
const messageLike = fc
  .tuple(fc.record(FIELDS, { requiredKeys: [] }), fc.dictionary(fc.constantFrom(...OPTIONAL), anything))
  .map(([required, optional]) => ({ ...optional, ...required }));
const recordLike = fc
  .record(
    {
      version: fc.oneof(fc.constant(1), anything),
      threadId: fc.oneof(fc.constant('thread'), anything),
      began: anything,
      mode: fc.oneof(fc.constantFrom('assistant', 'person'), anything),
      modeAt: anything,
      unread: anything,
      unreadAt: anything,
      removed: fc.oneof(fc.array(fc.constantFrom('a', 'b')), anything),
      messages: fc.oneof(fc.array(fc.oneof(messageLike, anything)), anything),
    },
    { requiredKeys: [] },
  )
  .map((record) => JSON.stringify(record));

/** What everybody who gets a message relies on. */
function assertWhole(record) {
  assert.ok(record.threadId);
  assert.ok(Number.isSafeInteger(record.unread) && record.unread >= 0);
  assert.ok(['assistant', 'person'].includes(record.mode));
  assert.equal(new Set(idsOf(record)).size, record.messages.length, 'each id once');
  for (const message of record.messages) {
    assert.equal(Object.getPrototypeOf(message), Object.prototype);
    assert.equal(typeof message.id, 'string');
    assert.equal(typeof message.text, 'string');
    assert.ok(ROLES.includes(message.role) && STATES.includes(message.state));
    assert.ok(message.at >= 0 && message.at <= NOW);
    assert.ok(new Date(message.at).toISOString());
    for (const name of ['files', 'offers', 'sources', 'suggestions']) {
      assert.ok(message[name] === undefined || Array.isArray(message[name]), name);
    }
    for (const { title } of message.offers ?? []) assert.equal(typeof title, 'string');
    for (const { url } of message.sources ?? []) assert.equal(typeof url, 'string');
    for (const { results } of Object.values(message.superpowers ?? {})) assert.ok(Array.isArray(results));
  }
  const times = record.messages.map(({ at }) => at);
  assert.deepEqual(times, times.toSorted?.((one, other) => one - other) ?? times);
}

test('any text is read without harm: what is broken is left out, the rest is whole', () => {
  fc.assert(
    fc.property(fc.oneof(recordLike, fc.json(), fc.string(), anything), (text) => {
      const record = readRecord(text, NOW);
      if (record) assertWhole(record);
    }),
    { numRuns: 2000 },
  );
  assert.equal({}.polluted, undefined);
});

test('what was read is written and read again as the same', () => {
  let read = 0;
  fc.assert(
    fc.property(recordLike, (text) => {
      const record = readRecord(text, NOW);
      if (!record) return;
      const again = readRecord(writeRecord(record), NOW);
      // An answer that is still to come is not written.
      const kept = record.messages.filter(
        ({ role, state }) => role === 'user' || role === 'system' || ['done', 'failed', 'stopped'].includes(state),
      );
      assert.deepEqual(again?.messages ?? [], kept);
      read += 1;
    }),
    { numRuns: 1000 },
  );
  assert.ok(read > 0);
});

const recordOf = (messages, more = {}) => ({
  threadId: 'thread',
  began: NOW - 1000,
  mode: 'assistant',
  modeAt: 0,
  unread: 0,
  unreadAt: 0,
  removed: [],
  messages: messages.map(({ changed, ...message }) => message).sort((one, other) => one.at - other.at),
  changed: new Map(messages.map(({ id, changed }) => [id, changed])),
  ...more,
});
const version = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...'abcdefgh'),
      role: fc.constantFrom('user', 'operator'),
      text: fc.constantFrom('one', 'two'),
      at: fc.integer({ min: NOW - 900, max: NOW }),
      state: fc.constantFrom('done', 'failed'),
      changed: fc.integer({ min: NOW - 900, max: NOW }),
    }),
    { selector: ({ id }) => id },
  )
  .map((messages) => recordOf(messages));

test('of two tabs that write at once no message is lost, the newest state wins, and both come to the same', () => {
  fc.assert(
    fc.property(version, version, (one, other) => {
      const merged = mergeRecords(one, other);
      assert.deepEqual(new Set(idsOf(merged)), new Set([...idsOf(one), ...idsOf(other)]));
      for (const message of merged.messages) {
        const times = [one, other].map(({ changed }) => changed.get(message.id) ?? -1);
        assert.equal(merged.changed.get(message.id), Math.max(...times));
      }
      // Whoever has joined both has nothing to write that is not written, so the two do not write for ever.
      assert.equal(lacks(merged, one), false);
      assert.equal(lacks(merged, other), false);
      assert.equal(lacks(readRecord(writeRecord(merged), NOW) ?? merged, merged), false);
      const apart = one.messages.some(({ id }) => one.changed.get(id) > (other.changed.get(id) ?? -1));
      const oldest = other.messages[0]?.at ?? 0;
      if (apart && one.messages.every(({ at }) => at >= oldest)) assert.equal(lacks(other, one), true);
    }),
  );
});

test('what was removed stays away, and the newer of two conversations goes on', () => {
  const [one, other] = [recordOf([said('a')], { removed: ['b'] }), recordOf([said('a'), said('b')])];
  assert.deepEqual(idsOf(mergeRecords(one, other)), ['a']);
  assert.deepEqual(idsOf(mergeRecords(other, one)), ['a']);
  assert.equal(lacks(other, one), true);
  const anew = recordOf([], { threadId: 'another', began: NOW });
  for (const merged of [mergeRecords(one, anew), mergeRecords(anew, one)]) assert.equal(merged.threadId, 'another');
  assert.deepEqual([lacks(one, anew), lacks(anew, one)], [true, false]);
});

test('two that began by themselves become one, in the thread of the older; a tab in which nothing was said joins it', () => {
  const one = recordOf([said('a', { at: NOW - 20 })], { threadId: 'z', began: 0 });
  const other = recordOf([said('b', { at: NOW - 10 })], { threadId: 'b', began: 0 });
  const silent = recordOf([], { threadId: 'a', began: 0 });
  for (const merged of [mergeRecords(one, other), mergeRecords(other, one)]) {
    assert.deepEqual([merged.threadId, idsOf(merged)], ['z', ['a', 'b']]);
  }
  for (const merged of [mergeRecords(one, silent), mergeRecords(silent, one)]) {
    assert.deepEqual([merged.threadId, idsOf(merged)], ['z', ['a']]);
  }
});

test('who still takes for pending what has ended is told', () => {
  const pending = recordOf([said('a', { state: 'sending' })]);
  const ended = recordOf([said('a', { state: 'failed' })]);
  for (const { messages } of [mergeRecords(pending, ended), mergeRecords(ended, pending)]) {
    assert.equal(messages[0].state, 'failed');
  }
});

test('count and mode are those that were set last', () => {
  const one = recordOf([], { unread: 3, unreadAt: 10, mode: 'person', modeAt: 30 });
  const other = recordOf([], { unread: 0, unreadAt: 20, mode: 'assistant', modeAt: 5 });
  for (const { unread, mode } of [mergeRecords(one, other), mergeRecords(other, one)]) {
    assert.deepEqual([unread, mode], [0, 'person']);
  }
});

test('a conversation is kept for thirty days after the last thing that happened', () => {
  const text = stored([said('a')]);
  assert.ok(readRecord(text, NOW - 500 + KEPT_MS));
  assert.equal(readRecord(text, NOW - 499 + KEPT_MS), undefined);
});

test('what waits in another tab is left alone, until nothing was heard of it for minutes', () => {
  const pending = stored([said('a', { state: 'sending' })]);
  assert.equal(readRecord(pending, NOW).messages[0].state, 'sending');
  const [later] = readRecord(pending, NOW + 10 * 60_000).messages;
  assert.deepEqual([later.state, later.error.code], ['failed', 'INTERRUPTED']);
});

test('what was under way in a page that is gone has failed, or is answered', () => {
  const record = recordOf([
    said('a', { state: 'sending' }),
    said('b', { role: 'bot', replyTo: 'a' }),
    said('c', { state: 'sending' }),
    said('d', { role: 'bot', state: 'streaming', replyTo: 'c' }),
    said('e', { state: 'sending' }),
  ]);
  const { messages } = settled(record, (id) => id !== 'e');
  assert.deepEqual(
    messages.map(({ id, state }) => [id, state]),
    [
      ['a', 'done'],
      ['b', 'done'],
      ['c', 'failed'],
      ['e', 'sending'],
    ],
  );
});

test('a conversation that is too long for the storage loses its beginning, and is not written for ever', () => {
  const long = recordOf(
    Array.from({ length: 4000 }, (_, index) => said(`m${index}`, { text: 'x'.repeat(1000), at: NOW - 4000 + index })),
  );
  const text = writeRecord(long);
  assert.ok(text.length < 1_600_000);
  const kept = readRecord(text, NOW);
  assert.equal(kept.messages.at(-1).id, 'm3999');
  assert.equal(lacks(kept, long), false);
  const [huge] = readRecord(writeRecord(recordOf([said('a', { text: 'x'.repeat(2_000_000) })])), NOW).messages;
  assert.equal(huge.text.length, 2_000_000, 'the newest is kept, however long it is');
});
