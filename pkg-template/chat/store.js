// Keeps the conversation, and keeps it the same in all tabs: what is saved is joined with what was saved meanwhile, and what
// another tab saves is taken over here as it comes. Where nothing can be kept, the conversation lives in memory, and nothing
// else changes. How a record looks and how two become one is in history/record.js.
import { changeOf, isPending } from './conversation.js';
import { keyOf } from './key.js';
import { ALIVE_MS, DEAD_MS, isKept, lacks, mergeRecords, readRecord, settled, writeRecord } from './history/record.js';
import { browserHistory } from './history/browser.js';

/** @typedef {import('./history/record.js').ChatRecord} ChatRecord */

const SAVE_AFTER_MS = 400;
// A storage of the page's own that does not answer is not waited for; what comes later is taken over when it comes.
const PATIENCE_MS = 3000;
// As many messages at once are shown as a conversation that is taken over, and not one after the other.
const MANY = 50;
// What a storage answers that cannot be read now: something may be there, so nothing is written over it.
const FAILED = Symbol();

/**
 * @param {import('./tell.js').Chat} chat
 * @param {() => void} onTaken  something of another tab, or of before, is here now
 * @param {number} [anew]  when the page began a new conversation before this was there to see it
 */
export function createStore(chat, onTaken, anew) {
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
  /** Where it is kept. @type {{ key: string, history: import('optave-web-sdk/chat').ChatHistory }} */
  let place;
  /** What ends the listening, perhaps later; the page's own, so it may be anything. @type {unknown} */
  let listening;
  const stopListening = () => onward(listening, (stop) => quietly(/** @type {() => unknown} */ (stop)));

  const currentPlace = () => ({
    key: keyOf(chat, chat.customer.id),
    history: chat.history ?? browserHistory,
  });
  const load = (key = place.key) => quietly(() => place.history.load(key), FAILED);

  /** @returns {ChatRecord} */
  const mine = () => {
    const { threadId, mode, unread, messages } = conversation;
    return { threadId, began, mode, modeAt, unread, unreadAt, removed: [...removed], messages, changed };
  };

  /** What was said before anything could be read belongs to the conversation that is found then. @param {ChatRecord} record @param {ChatRecord} theirs */
  const joined = (record, theirs, isKnown = hasRead) =>
    mergeRecords(isKnown ? record : { ...record, threadId: theirs.threadId, began: theirs.began }, theirs);

  /** Takes over what is stored. @param {unknown} text @returns {ChatRecord | undefined} what that was */
  const take = (text) => {
    if (text === FAILED) return undefined;
    const theirs = readRecord(text, Date.now());
    if (theirs) adopt(joined(mine(), theirs));
    else if (!hasRead && conversation.messages.length === 0) adopt({ ...mine(), unread: 0 });
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
    try {
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
    } finally {
      isTaking = conversation.isElsewhere = false;
    }
    // Should the tab that waits for an answer go without a word, its question has failed some time.
    clearTimeout(watch);
    if (messages.some((message) => isPending(message) && !own.has(message.id)))
      watch = setTimeout(read, DEAD_MS + 1000);
  };

  const write = (record = mine(), { key, history } = place) => quietly(() => history.save(key, writeRecord(record)));

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isDirty || isBusy) return;
    isDirty = false;
    isBusy = true;
    const from = place;
    const keep = (/** @type {unknown} */ text) => {
      if (from !== place || text === FAILED) return text;
      // Whatever a page's listeners do then, it goes on being saved.
      quietly(() => take(text));
      return write();
    };
    const done = (/** @type {unknown} */ outcome) => {
      isBusy = false;
      if (isDirty) saveSoon();
      // The next change tries again.
      else isDirty = outcome === FAILED;
    };
    onward(onward(load(), keep), done);
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

  /** The page goes, and what it waits for cannot come any more. What takes time may not be done. */
  const leave = () => {
    clearTimeout(alive);
    const pending = conversation.messages.filter(isMinePending);
    if (!isDirty && !isBusy && pending.length === 0) return;
    isDirty = false;
    for (const { id } of pending) changed.set(id, Date.now());
    const to = place;
    const last = settled({ ...mine(), messages: [...conversation.messages] }, (id) => own.has(id));
    const isKnown = hasRead;
    const stored = load();
    if (isKnown && stored instanceof Promise) write(last, to);
    onward(stored, (text) => {
      if (text === FAILED) return;
      const theirs = readRecord(text, Date.now());
      write(theirs ? joined(last, theirs, isKnown) : last, to);
    });
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
      // What was never stored cannot come back.
      if (kind !== 'remove') changed.set(message.id, now);
      else if (isKept(message)) removed.add(message.id);
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
    const from = place;
    return onward(load(), (text) => {
      const theirs = from === place && take(text);
      if (theirs && lacks(theirs, mine())) saveSoon();
    });
  };

  const join = async () => {
    const from = (place = currentPlace());
    stopListening();
    listening = quietly(() => from.history.subscribe?.(from.key, read));
    const text = await load();
    if (place !== from) return;
    take(text);
    const nobody = keyOf(chat);
    if (text === FAILED || from.key === nobody) return;
    // Who is known now brings along what was said before.
    const before = readRecord(await load(nobody), Date.now());
    if (!before || place !== from) return;
    const { threadId } = conversation;
    adopt(mergeRecords(mine(), { ...before, threadId, began, modeAt: 0, unreadAt: 0 }));
    quietly(() => from.history.remove(nobody));
    saveSoon();
  };

  /** The customer may be another one now: nobody sees what somebody else has said. Another storage gets what is there. */
  const follow = () => {
    const { key, history } = currentPlace();
    if (place.key === key && place.history === history) return undefined;
    if (place.key === key || place.key === keyOf(chat)) {
      hasRead = false;
      if (conversation.messages.length > 0) saveSoon();
    } else {
      leave();
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
  const ready = Promise.race([join(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  if (anew) begin(anew);
  // What was said before anybody could keep it.
  if (anew || conversation.messages.length > 0) saveSoon();

  return {
    /** Fulfilled when what was said before is there. */
    ready,
    follow,
    stop() {
      leave();
      // What is still to be answered is not taken over.
      place = { ...place };
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
 * What a storage answers, now or later; something else where it refuses.
 *
 * @param {() => unknown} work @param {unknown} [otherwise] @returns {unknown}
 */
function quietly(work, otherwise) {
  try {
    const value = work();
    return isLater(value) ? Promise.resolve(value).catch(() => otherwise) : value;
  } catch {
    return otherwise;
  }
}

/**
 * Goes on at once where it can: a page that is left waits for nothing.
 *
 * @param {unknown} value @param {(value: unknown) => unknown} next @returns {unknown}
 */
const onward = (value, next) => (value instanceof Promise ? value.then(next) : next(value));
