// Keeps the conversation, and keeps it the same in all tabs: what is saved is joined with what was saved meanwhile, and what
// another tab saves is taken over here as it comes. Where nothing can be kept, the conversation lives in memory, and nothing
// else changes. How a record looks and how two become one is in history/record.js.
import { changeOf, isPending } from './conversation.js';
import { ALIVE_MS, DEAD_MS, lacks, mergeRecords, readRecord, settled, writeRecord } from './history/record.js';
import { browserHistory } from './history/browser.js';

/** @typedef {import('./history/record.js').ChatRecord} ChatRecord */

const SAVE_AFTER_MS = 400;
// A storage of the page's own that does not answer is not waited for; what comes later is taken over when it comes.
const PATIENCE_MS = 3000;
// As many messages at once are shown as a conversation that is taken over, and not one after the other.
const MANY = 50;

/**
 * @param {import('./tell.js').Chat} chat
 * @param {() => void} onTaken  something of another tab, or of before, is here now
 */
export function createStore(chat, onTaken) {
  const { conversation } = chat;
  /** @type {Map<string, number>} */
  let changed = new Map();
  /** @type {Set<string>} */
  let removed = new Set();
  /** What this page itself has said or changed; only that can end with it. @type {Set<string>} */
  const own = new Set();
  let began = 0;
  let modeAt = 0;
  let unreadAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let alive;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let watch;
  let hasRead = false;
  let isDirty = false;
  let isTaking = false;
  let isBusy = false;
  /** @type {string} */
  let key;
  let stopListening = () => {};

  const keyFor = (/** @type {string} */ customer) => `optave-chat:${chat.organizationId}${customer && `:${customer}`}`;
  const currentKey = () => keyFor(chat.customer.id ?? '');
  const history = () => chat.history ?? browserHistory;

  /** @returns {ChatRecord} */
  const mine = () => {
    const { threadId, mode, unread, messages } = conversation;
    return { threadId, began, mode, modeAt, unread, unreadAt, removed: [...removed], messages, changed };
  };

  /** Takes over what is stored. @param {unknown} text @returns {ChatRecord | undefined} what that was */
  const take = (text) => {
    const now = Date.now();
    const theirs = readRecord(text, now);
    if (theirs) {
      // What was said before anything could be read belongs to the conversation that is found now.
      adopt(mergeRecords(hasRead ? mine() : { ...mine(), threadId: theirs.threadId, began: theirs.began }, theirs));
    } else if (!hasRead && conversation.messages.length === 0) adopt({ ...mine(), unread: 0 });
    hasRead = true;
    if (theirs) onTaken();
    return theirs;
  };

  /** Brings the conversation to what is in the record; messages that are there stay the same objects. @param {ChatRecord} record */
  const adopt = (record) => {
    const { threadId, mode, unread, messages } = record;
    ({ began, modeAt, unreadAt, changed } = record);
    removed = new Set(record.removed);
    isTaking = conversation.isElsewhere = true;
    const added = messages.filter((message) => {
      const known = conversation.get(message.id);
      if (known && known !== message) conversation.update(known, { ...blank(known), ...message });
      return !known;
    });
    if (threadId !== conversation.threadId || added.length > MANY) {
      const kept = messages.map((message) => conversation.get(message.id) ?? message);
      conversation.load({ threadId, mode, unread, messages: kept });
    } else {
      for (const message of added) conversation.add(message);
      for (const id of removed) {
        const known = conversation.get(id);
        if (known) conversation.remove(known);
      }
      conversation.setMode(mode);
      conversation.setUnread(unread);
    }
    isTaking = conversation.isElsewhere = false;
    // Should the tab that waits for an answer go without a word, its question has failed some time.
    clearTimeout(watch);
    if (messages.some((message) => isPending(message) && !own.has(message.id)))
      watch = setTimeout(read, DEAD_MS + 1000);
  };

  const write = (record = mine()) => quietly(() => history().save(key, writeRecord(record)));

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isDirty || isBusy) return;
    isDirty = false;
    isBusy = true;
    const from = key;
    const keep = (/** @type {unknown} */ text) => {
      if (from !== key) return undefined;
      take(text);
      return write();
    };
    const done = () => {
      isBusy = false;
      if (isDirty) saveSoon();
    };
    onward(
      onward(
        quietly(() => history().load(key)),
        keep,
      ),
      done,
    );
    stayAlive();
  };

  const saveSoon = () => {
    isDirty = true;
    timer ??= setTimeout(save, SAVE_AFTER_MS);
  };

  /** While an answer is to come, other tabs have to know that somebody still waits for it. */
  const stayAlive = () => {
    clearTimeout(alive);
    if (conversation.messages.some(isMinePending)) alive = setTimeout(touch, ALIVE_MS);
  };

  /** @param {import('./conversation.js').Message} message */
  const isMinePending = (message) => own.has(message.id) && isPending(message);

  const touch = () => {
    for (const { id } of conversation.messages.filter(isMinePending)) changed.set(id, Date.now());
    saveSoon();
  };

  /** The page goes, and what it waits for cannot come any more. What takes time would not be done. */
  const leave = () => {
    clearTimeout(alive);
    const pending = conversation.messages.filter(isMinePending);
    if (!isDirty && pending.length === 0) return;
    isDirty = false;
    const stored = quietly(() => history().load(key));
    if (!(stored instanceof Promise)) take(stored);
    for (const { id } of pending) changed.set(id, Date.now());
    write(settled(mine(), (id) => own.has(id)));
  };

  /** @param {PageTransitionEvent} event */
  const onBack = ({ persisted }) => persisted && (touch(), read());

  /** @param {Event} event */
  const onChange = (event) => {
    if (isTaking) return;
    const { kind, message } = changeOf(event);
    const now = Date.now();
    if (message) {
      own.add(message.id);
      if (kind === 'remove') removed.add(message.id);
      else changed.set(message.id, now);
    } else if (kind === 'mode') modeAt = now;
    else if (kind === 'unread') unreadAt = now;
    else if (kind === 'reset') begin(now);
    // A growing answer is worth saving when it is there.
    if (kind === 'update' && message?.state === 'streaming') isDirty = true;
    else saveSoon();
  };

  /** Another conversation, of which nothing is stored. @param {number} now 0 if something may be */
  const begin = (now) => {
    began = modeAt = unreadAt = now;
    hasRead = now > 0;
    const { messages } = conversation;
    removed = new Set(messages.length > 0 ? [...changed.keys()].filter((id) => !conversation.get(id)) : []);
    changed = new Map(messages.map(({ id }) => [id, now]));
    for (const { id } of messages) own.add(id);
  };

  /** What another tab has saved; what it did not know of is saved again. */
  const read = () => {
    const from = key;
    return onward(
      quietly(() => history().load(key)),
      (text) => {
        const theirs = from === key && take(text);
        if (theirs && lacks(theirs, mine())) saveSoon();
      },
    );
  };

  const join = async () => {
    const from = (key = currentKey());
    stopListening();
    stopListening = quietly(() => history().subscribe?.(from, read)) ?? (() => {});
    const text = await quietly(() => history().load(from));
    if (key !== from) return;
    take(text);
    const nobody = keyFor('');
    if (from === nobody) return;
    // Who is known now brings along what was said before.
    const before = readRecord(await quietly(() => history().load(nobody)), Date.now());
    if (!before || key !== from) return;
    const { threadId } = conversation;
    adopt(mergeRecords(mine(), { ...before, threadId, began, modeAt: 0, unreadAt: 0 }));
    quietly(() => history().remove(nobody));
    saveSoon();
  };

  /** The customer may be another one now: nobody sees what somebody else has said. */
  const follow = () => {
    if (key === currentKey()) return undefined;
    if (isDirty) write();
    hasRead = false;
    if (key !== keyFor('')) {
      isTaking = true;
      conversation.clear();
      isTaking = false;
      begin(0);
    }
    return join();
  };

  conversation.addEventListener('change', onChange);
  // Not `unload`: that would keep the page out of the back-forward cache.
  addEventListener('pagehide', leave);
  addEventListener('pageshow', onBack);

  return {
    /** Fulfilled when what was said before is there. */
    ready: Promise.race([join(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]),
    follow,
    stop() {
      leave();
      clearTimeout(timer);
      clearTimeout(watch);
      stopListening();
      conversation.removeEventListener('change', onChange);
      removeEventListener('pagehide', leave);
      removeEventListener('pageshow', onBack);
    },
  };
}

/** Every field that a message has, without a value: what is not there any more is to be gone. @param {object} message */
const blank = (message) => Object.fromEntries(Object.keys(message).map((name) => [name, undefined]));

/** @param {unknown} value */
const isLater = (value) => typeof (/** @type {{ then?: unknown } | null | undefined} */ (value)?.then) === 'function';

/**
 * What a storage answers, now or later; nothing where it refuses.
 *
 * @template T @param {() => T} work @returns {T | undefined}
 */
function quietly(work) {
  try {
    const value = work();
    if (!isLater(value)) return value;
    return /** @type {T} */ (Promise.resolve(value).catch(() => undefined));
  } catch {
    return undefined;
  }
}

/**
 * Goes on at once where it can: a page that is left waits for nothing.
 *
 * @param {unknown} value @param {(value: unknown) => unknown} next @returns {unknown}
 */
const onward = (value, next) => (value instanceof Promise ? value.then(next) : next(value));
