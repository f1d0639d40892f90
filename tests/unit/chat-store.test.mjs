// How a conversation is kept, with storages that are slow, refuse, or answer anything: nothing of it is overwritten that was
// not read, and nothing that a page does ends the saving.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from '../../pkg-template/chat/conversation.js';
import { readRecord } from '../../pkg-template/chat/history/record.js';
import { createStore } from '../../pkg-template/chat/store.js';

/** The page, as far as a store listens to it. */
const page = new EventTarget();
Object.assign(globalThis, {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});

const turn = () => new Promise(setImmediate);
const SAVED_MS = 400;

/** A storage that answers at once, and a chat that is kept in it. */
function kept(t, more = {}, { said = [], anew } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const texts = new Map();
  const history = {
    load: (key) => texts.get(key),
    save: (key, text) => void texts.set(key, text),
    remove: (key) => void texts.delete(key),
    ...more,
  };
  const it = {
    texts,
    history,
    conversation: new Conversation(),
    key: 'optave-chat:o',
    chat: undefined,
    start() {
      it.chat = { conversation: it.conversation, organizationId: 'o', customer: {}, history };
      it.store = createStore(it.chat, () => {}, anew);
    },
    /** What stands in the storage. */
    stored: (key = it.key) => readRecord(texts.get(key), Date.now())?.messages.map(({ text }) => text) ?? null,
    put(...messages) {
      const entries = messages.map((text) => ({ ...spoken(text), changed: Date.now() - 1000 }));
      const record = { version: 1, unread: 0, threadId: 'before', began: Date.now() - 5000, messages: entries };
      texts.set(it.key, JSON.stringify(record));
    },
    say: (text) => it.conversation.add({ role: 'user', text }),
    shown: () => it.conversation.messages.map(({ text }) => text),
    async wait() {
      await turn();
      t.mock.timers.tick(SAVED_MS);
      await turn();
    },
  };
  if (said.length > 0) it.put(...said);
  t.after(() => it.store?.stop());
  return it;
}
const spoken = (text) => ({ id: text, role: 'user', text, at: Date.now() - 1000, state: 'done' });

/** A storage that answers when it is told to. */
function slow(it, loads = []) {
  it.history.load = (key) => {
    const text = it.texts.get(key);
    return new Promise((resolve) => loads.push({ answer: () => resolve(text) }));
  };
  it.history.save = async (key, text) => void it.texts.set(key, text);
  return loads;
}

for (const [what, fail] of [
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('no');
    },
  ],
]) {
  test(`a load that ${what} once overwrites nothing`, async (t) => {
    const it = kept(t, {}, { said: ['before'] });
    const { load } = it.history;
    it.history.load = fail;
    it.start();
    await it.store.ready;
    it.say('one');
    await it.wait();
    assert.deepEqual(it.stored(), ['before']);
    it.history.load = load;
    it.say('two');
    await it.wait();
    assert.deepEqual(it.stored(), ['before', 'one', 'two']);
    assert.deepEqual(it.shown(), ['before', 'one', 'two']);
    assert.equal(it.conversation.threadId, 'before');
  });
}

test('what could not be saved is saved when the page is left', async (t) => {
  const it = kept(t, {}, { said: ['before'] });
  const { load } = it.history;
  it.start();
  await it.store.ready;
  it.history.load = () => {
    throw new Error('no');
  };
  it.say('one');
  await it.wait();
  it.history.load = load;
  page.dispatchEvent(new Event('pagehide'));
  assert.deepEqual(it.stored(), ['before', 'one']);
});

test('a chat that is taken away before its storage has answered overwrites nothing', async (t) => {
  const it = kept(t, {}, { said: ['before'] });
  const loads = slow(it);
  it.start();
  it.say('one');
  it.store.stop();
  assert.deepEqual(it.stored(), ['before']);
  for (const { answer } of loads) answer();
  await turn();
  assert.deepEqual(it.stored(), ['before', 'one']);
});

test('another tab’s message is not lost to a page that is left, with a storage that takes time', async (t) => {
  const it = kept(t, {}, { said: ['before'] });
  const loads = slow(it);
  it.start();
  loads[0].answer();
  await it.store.ready;
  it.put('before', 'other tab');
  it.history.load = async (key) => it.texts.get(key);
  it.say('one');
  it.store.stop();
  await turn();
  assert.deepEqual(it.stored().sort(), ['before', 'one', 'other tab']);
});

test('what is being saved when another customer comes is saved for the one before', async (t) => {
  const it = kept(t, {}, { said: [] });
  it.key = 'optave-chat:o:a';
  it.put('before');
  it.start();
  it.chat.customer = { id: 'a' };
  it.store.follow();
  await turn();
  it.put('before', 'other tab');
  const loads = slow(it);
  it.say('one');
  t.mock.timers.tick(SAVED_MS);
  it.chat.customer = { id: 'b' };
  it.store.follow();
  assert.deepEqual(it.shown(), []);
  for (const { answer } of loads) answer();
  await turn();
  assert.deepEqual(it.stored().sort(), ['before', 'one', 'other tab']);
  assert.equal(it.stored('optave-chat:o:b'), null);
});

test('who logs in while it is being saved goes on, and it is kept', async (t) => {
  const it = kept(t);
  it.start();
  await it.store.ready;
  const loads = slow(it);
  it.say('one');
  t.mock.timers.tick(SAVED_MS);
  it.chat.customer = { id: 'a' };
  it.store.follow();
  for (let round = 0; round < 4; round += 1) {
    for (const { answer } of loads) answer();
    await it.wait();
  }
  assert.deepEqual(it.shown(), ['one']);
  assert.deepEqual(it.stored('optave-chat:o:a'), ['one']);
});

test('a message that the page has frozen changes all the same, and everything is saved', async (t) => {
  const it = kept(t);
  it.start();
  await it.store.ready;
  const frozen = Object.freeze(it.say('one'));
  await it.wait();
  // As another tab would, later: a time to come would count as now.
  for (const then = Date.now(); Date.now() === then;);
  const stored = JSON.parse(it.texts.get(it.key));
  Object.assign(stored.messages[0], { text: 'one, corrected', changed: Date.now() });
  it.texts.set(it.key, JSON.stringify(stored));
  it.say('two');
  await it.wait();
  assert.deepEqual(it.shown(), ['one, corrected', 'two']);
  assert.equal(it.conversation.get(frozen.id), it.conversation.messages[0]);
  it.conversation.update(frozen, { text: 'again' });
  it.say('three');
  await it.wait();
  assert.deepEqual(it.stored(), ['again', 'two', 'three']);
  it.conversation.remove(frozen);
  assert.deepEqual(it.shown(), ['two', 'three']);
});

for (const [what, subscribe] of [
  [
    'throws at its end',
    () => () => {
      throw new Error('no');
    },
  ],
  ['answers a promise', async () => () => {}],
  ['answers nonsense', () => 7],
  [
    'rejects',
    async () => {
      throw new Error('no');
    },
  ],
]) {
  test(`a subscription that ${what} ends nothing else`, async (t) => {
    const it = kept(t, { subscribe });
    it.start();
    await it.store.ready;
    it.store.stop();
    it.say('one');
    await it.wait();
    assert.equal(it.stored(), null, 'nothing is heard any more');
  });
}

test('a subscription that comes later is ended', async (t) => {
  let ended = 0;
  const it = kept(t, { subscribe: async () => () => (ended += 1) });
  it.start();
  await it.store.ready;
  it.store.stop();
  await turn();
  assert.equal(ended, 1);
});

test('dots that come and go push no removal out', async (t) => {
  const it = kept(t, {}, { said: ['before', 'removed'] });
  it.start();
  await it.store.ready;
  it.conversation.remove(it.conversation.get('removed'));
  for (let count = 0; count < 600; count += 1) {
    it.conversation.remove(it.conversation.add({ role: 'operator', state: 'typing' }));
  }
  await it.wait();
  assert.deepEqual(JSON.parse(it.texts.get(it.key)).removed, ['removed']);
});

test('a storage that is set late gets the conversation, and what it had comes', async (t) => {
  const it = kept(t, {}, { said: ['before'] });
  const { history } = it;
  it.start();
  it.chat.history = { load: () => null, save: () => {}, remove: () => {} };
  it.store.follow();
  await turn();
  it.say('one');
  it.chat.history = history;
  it.store.follow();
  await it.wait();
  assert.deepEqual(it.stored(), ['before', 'one']);
});

test('a conversation that was begun anew before the storage was there stays the new one', async (t) => {
  const it = kept(t, {}, { said: ['before'], anew: Date.now() });
  it.start();
  await it.store.ready;
  assert.deepEqual(it.shown(), []);
  await it.wait();
  assert.ok(!it.texts.get(it.key).includes('"before"'));
});
