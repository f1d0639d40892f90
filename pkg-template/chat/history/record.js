// A conversation as it is kept, and how two versions of it become one. Each message knows when it last changed, so of two
// tabs that write at once neither has the last word: all messages of both are there, each in its newest state.
import { isPending } from '../conversation.js';
import { readHead, readMessage } from './shape.js';

/** @typedef {import('../conversation.js').Message} Message */

/**
 * @typedef {object} ChatRecord
 * @property {string} threadId
 * @property {number} began  when the visitor began anew, 0 if never: of two the newer one goes on
 * @property {'assistant' | 'person'} mode
 * @property {number} modeAt  when that changed
 * @property {number} unread
 * @property {number} unreadAt
 * @property {string[]} removed  ids of messages that must not come back
 * @property {Message[]} messages  oldest first
 * @property {Map<string, number>} changed  when each message changed, by id
 */

const VERSION = 1;
/** How long a conversation is kept after the last thing that happened in it. */
export const KEPT_MS = 30 * 86_400_000;
/** A page that waits for an answer says so every `ALIVE_MS`; what was not heard of for longer than this has ended. */
export const ALIVE_MS = 30_000;
export const DEAD_MS = 5 * ALIVE_MS;
const MOST_MESSAGES = 10_000;
const MOST_REMOVED = 500;
// Far below the 5 MB that browsers give an origin, because the page wants some too.
const LIMIT_CHARS = 1_500_000;

const byTime = (/** @type {Message} */ one, /** @type {Message} */ other) => one.at - other.at;

/**
 * What of a stored text is right, or nothing.
 *
 * @param {unknown} text @param {number} now @returns {ChatRecord | undefined}
 */
export function readRecord(text, now) {
  if (typeof text !== 'string') return undefined;
  try {
    const stored = JSON.parse(text);
    const head = stored?.version === VERSION && readHead(stored);
    if (!head || !head.threadId || !Array.isArray(stored.messages)) return undefined;
    // Nothing can have happened later than now, or it would win for ever.
    const time = (/** @type {unknown} */ value) => (typeof value === 'number' && value > 0 ? Math.min(value, now) : 0);
    /** @type {Map<string, Message>} */
    const messages = new Map();
    /** @type {Map<string, number>} */
    const changed = new Map();
    for (const raw of stored.messages.slice(-MOST_MESSAGES)) {
      const message = readMessage(raw);
      if (!message) continue;
      message.at = time(message.at);
      messages.set(message.id, message);
      changed.set(message.id, time(raw.changed));
    }
    const record = {
      threadId: head.threadId,
      began: time(head.began),
      mode: head.mode ?? 'assistant',
      modeAt: time(head.modeAt),
      unread: Math.min(Math.max(0, Math.floor(head.unread ?? 0)), 9999),
      unreadAt: time(head.unreadAt),
      removed: (head.removed ?? []).slice(-MOST_REMOVED),
      messages: [...messages.values()].sort(byTime),
      changed,
    };
    if (now - newest(record) > KEPT_MS) return undefined;
    return settled(record, (id) => now - (changed.get(id) ?? 0) > DEAD_MS);
  } catch {
    return undefined;
  }
}

/** An answer is worth keeping when all of it is there. @param {Pick<Message, 'role' | 'state'>} message */
export const isKept = ({ role, state }) => role === 'user' || role === 'system' || !isPending({ state });

/** @param {ChatRecord} record */
const newest = ({ began, messages, changed }) =>
  [...changed.values()].reduce((latest, time) => Math.max(latest, time), Math.max(began, messages.at(-1)?.at ?? 0));

/**
 * The unread count comes first, so that it can be read without the rest; see `peekUnread`.
 *
 * @param {ChatRecord} record @returns {string}
 */
export function writeRecord({ unread, messages, changed, removed, ...head }) {
  const entries = messages
    .filter(isKept)
    .map((message) => JSON.stringify({ ...message, changed: changed.get(message.id) ?? 0 }));
  let room = LIMIT_CHARS;
  let first = entries.length;
  // At least the newest stays, however long it is.
  while (first > 0 && (room -= entries[first - 1].length + 1) > (first === entries.length ? -Infinity : 0)) first -= 1;
  const begin = JSON.stringify({ version: VERSION, unread, ...head, removed: removed.slice(-MOST_REMOVED) });
  return `${begin.slice(0, -1)},"messages":[${entries.slice(first).join()}]}`;
}

/**
 * What was under way in a page that is gone cannot end any more: the visitor may ask again.
 *
 * @param {ChatRecord} record @param {(id: string) => boolean} hasEnded @returns {ChatRecord}
 */
export function settled(record, hasEnded) {
  const isOver = (/** @type {Message} */ message) => isPending(message) && hasEnded(message.id);
  if (!record.messages.some(isOver)) return record;
  const answered = new Set(record.messages.filter(({ state }) => state === 'done').map(({ replyTo }) => replyTo));
  const messages = record.messages
    // An answer that broke off is asked for again at the question.
    .filter((message) => !(isOver(message) && message.replyTo))
    .map((message) => (isOver(message) ? ended(message, answered.has(message.id)) : message));
  return { ...record, messages };
}

/** @param {Message} message @param {boolean} isAnswered @returns {Message} */
const ended = (message, isAnswered) =>
  message.role === 'user' && isAnswered
    ? { ...message, state: 'done', waiting: false }
    : { ...message, state: 'failed', waiting: false, error: { code: 'INTERRUPTED', retryable: true } };

/** The thread of two that began by themselves, each with its first message. @param {ChatRecord} one @param {ChatRecord} other */
const olderThread = (one, other) => {
  const [first, second] = [one, other].map(({ messages }) => messages[0]?.at ?? Infinity);
  return first < second || (first === second && one.threadId < other.threadId) ? one.threadId : other.threadId;
};

/**
 * Both as one. A message that changed at the same time in both is mine, unless I still take for pending what has ended.
 *
 * @param {ChatRecord} mine @param {ChatRecord} theirs @returns {ChatRecord}
 */
export function mergeRecords(mine, theirs) {
  if (mine.threadId !== theirs.threadId && mine.began !== theirs.began) {
    return mine.began > theirs.began ? mine : theirs;
  }
  const removed = [...new Set([...theirs.removed, ...mine.removed])];
  const isGone = new Set(removed);
  const messages = new Map(theirs.messages.map((message) => [message.id, message]));
  const changed = new Map(theirs.changed);
  for (const message of mine.messages) {
    const time = mine.changed.get(message.id) ?? 0;
    const known = messages.get(message.id);
    const knownTime = changed.get(message.id) ?? 0;
    if (known && (time < knownTime || (time === knownTime && isPending(message) && !isPending(known)))) continue;
    messages.set(message.id, message);
    changed.set(message.id, time);
  }
  const [mode, unread] = [
    mine.modeAt >= theirs.modeAt ? mine : theirs,
    mine.unreadAt >= theirs.unreadAt ? mine : theirs,
  ];
  return {
    threadId: olderThread(mine, theirs),
    began: Math.max(mine.began, theirs.began),
    mode: mode.mode,
    modeAt: mode.modeAt,
    unread: unread.unread,
    unreadAt: unread.unreadAt,
    removed,
    messages: [...messages.values()].filter(({ id }) => !isGone.has(id)).sort(byTime),
    changed,
  };
}

/**
 * Whether what is stored has to be written again for what I have, now that I have joined both. Old messages that were left out for want of room do not
 * count, or two tabs would write for ever.
 *
 * @param {ChatRecord} stored @param {ChatRecord} mine
 */
export function lacks(stored, mine) {
  if (stored.threadId !== mine.threadId) return mine.began >= stored.began;
  if (mine.modeAt > stored.modeAt || mine.unreadAt > stored.unreadAt) return true;
  const oldest = stored.messages[0]?.at ?? 0;
  const isGone = new Set(mine.removed);
  return (
    stored.messages.some(({ id }) => isGone.has(id)) ||
    mine.messages.some(
      (message) =>
        message.at >= oldest &&
        isKept(message) &&
        (mine.changed.get(message.id) ?? 0) > (stored.changed.get(message.id) ?? -1),
    )
  );
}
