// Where a call for a person stands, whatever a back office says: the machine behind `chat.agents`, without a page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BackOffice } from '../../pkg-template/chat/agents.js';
import { Conversation } from '../../pkg-template/chat/conversation.js';
import { canBeCalled, isAwaited, standingOf } from '../../pkg-template/chat/standing.js';
import { en } from '../../pkg-template/chat/texts/en.js';

/** A chat with a back office that keeps its desks. */
function office(more = {}) {
  const desks = [];
  const heard = [];
  const told = [];
  const agents = {
    connect: (desk) => {
      desks.push(desk);
      return () => heard.push('end');
    },
    onMessage: ({ text }) => void heard.push(text),
    onTyping: (isTyping) => void heard.push(isTyping),
    ...more,
  };
  const chat = { conversation: new Conversation(), language: 'en', texts: {}, agents };
  const tell = (name, detail) => told.push([name, detail]);
  const people = new BackOffice({ chat, tell, texts: () => en });
  const call = () => people.call(chat.conversation.add({ role: 'system', action: 'elevate' }));
  return { agents, chat, conversation: chat.conversation, people, desks, heard, told, call, desk: () => desks.at(-1) };
}

const statesOf = ({ told }) => told.map(([, { state }]) => state);

test('each change is told once, and the mode goes with it', () => {
  const it = office();
  it.call();
  const desk = it.desk();
  desk.waiting();
  desk.waiting({ position: 2 });
  desk.joined({ name: 'Mira' });
  assert.equal(it.conversation.mode, 'person');
  desk.joined({ name: 'Mira' });
  desk.joined({ name: 'Tomas' });
  desk.waiting({ waitMs: 60_000 });
  assert.equal(it.conversation.mode, 'assistant');
  desk.unavailable();
  desk.unavailable();
  desk.left();
  desk.joined({ name: 'Mira' });
  desk.left();
  desk.left();
  assert.deepEqual(statesOf(it), ['waiting', 'joined', 'joined', 'waiting', 'unavailable', 'joined', 'left']);
  assert.equal(it.conversation.mode, 'assistant');
});

test('what is there without a name has the team’s', () => {
  const it = office();
  it.call();
  it.desk().joined();
  assert.equal(standingOf(it.conversation.messages).name, 'Support team');
  it.desk().joined({ name: ` ${'n'.repeat(500)} ` });
  assert.equal(standingOf(it.conversation.messages).name.length, 80);
});

test('a person who has not joined is heard all the same, and does not type', () => {
  const it = office();
  it.call();
  it.desk().typing(true);
  assert.equal(it.conversation.messages.length, 1);
  it.desk().said({ text: 'Hello' });
  assert.deepEqual(
    it.conversation.messages.slice(1).map(({ role, name, text }) => [role, name, text]),
    [['operator', 'Support team', 'Hello']],
  );
});

test('a draft that is sent goes', () => {
  const it = office();
  it.call();
  const draft = it.conversation.add({ role: 'bot', text: 'Perhaps so.', draft: true });
  const kept = it.conversation.add({ role: 'bot', text: 'An answer.' });
  it.desk().said({ text: 'Perhaps so.', replaces: draft.id });
  it.desk().said({ text: 'Yes.', replaces: kept.id });
  assert.equal(it.conversation.get(draft.id), undefined);
  assert.equal(it.conversation.get(kept.id), kept, 'nothing that the visitor has seen');
});

test('offers and files are taken as far as they can be read', () => {
  const it = office();
  it.call();
  it.desk().said({
    offers: [{ title: 'Jacket', price: '12', url: 5 }, null],
    files: [{ name: 'a.pdf', size: -1, url: 'https://shop.example/a.pdf' }],
  });
  const { text, offers, files } = it.conversation.messages.at(-1);
  assert.equal(text, '');
  assert.deepEqual(
    offers.map(({ title, price, url }) => [title, price, url]),
    [
      ['Jacket', undefined, ''],
      ['', undefined, ''],
    ],
  );
  assert.deepEqual(files, [{ name: 'a.pdf', size: 0, type: '', url: 'https://shop.example/a.pdf' }]);
});

test('no sequence of calls throws, and the mode is that of the last that counts', () => {
  const names = ['waiting', 'joined', 'typing', 'said', 'left', 'unavailable'];
  const calls = fc.array(fc.tuple(fc.constantFrom(...names), fc.anything()), { maxLength: 30 });
  fc.assert(
    fc.property(calls, (calls) => {
      const it = office();
      it.call();
      for (const [name, value] of calls) it.desk()[name](value);
      const { messages, mode } = it.conversation;
      assert.equal(mode === 'person', standingOf(messages).state === 'joined');
      it.people.end();
      const { length } = it.conversation.messages;
      for (const [name, value] of calls) it.desk()[name](value);
      assert.equal(it.conversation.messages.length, length, 'after the end nothing is heard');
    }),
    { numRuns: 500 },
  );
});

test('a getter that throws hurts nobody', (t) => {
  const complain = t.mock.method(console, 'error', () => {});
  const it = office();
  it.call();
  const trap = Object.defineProperty({}, 'name', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
  it.desk().joined(trap);
  assert.equal(complain.mock.callCount(), 1);
  assert.equal(standingOf(it.conversation.messages).state, 'waiting');
});

test('a new conversation ends the line, the same one loaded again does not', async () => {
  const it = office();
  it.call();
  it.desk().joined({ name: 'Mira' });
  await null;
  const { threadId, mode, unread, messages } = it.conversation;
  it.conversation.load({ threadId, mode, unread, messages: structuredClone(messages) });
  assert.equal(it.desks.length, 1);
  assert.equal(it.desk().signal.aborted, false);
  it.conversation.clear();
  assert.equal(it.desk().signal.aborted, true);
  assert.deepEqual(it.heard, ['end']);
  assert.equal(canBeCalled(it.chat), true);
});

test('an adapter that answers a promise is ended all the same', async () => {
  const ended = [];
  const it = office({ connect: async () => () => ended.push('end') });
  it.call();
  it.people.end();
  await new Promise(setImmediate);
  assert.deepEqual(ended, ['end']);
});

test('an adapter that cannot connect says so once, and nobody waits', async (t) => {
  const complain = t.mock.method(console, 'error', () => {});
  const it = office({ connect: () => Promise.reject(new Error('down')) });
  it.call();
  await new Promise(setImmediate);
  assert.equal(complain.mock.callCount(), 1);
  assert.deepEqual(statesOf(it), ['waiting', 'unavailable']);
  assert.equal(canBeCalled(it.chat), true);
});

test('one that stands by and cannot connect is tried again with the next message', async (t) => {
  t.mock.method(console, 'error', () => {});
  let tries = 0;
  const it = office({
    standBy: true,
    connect: () => {
      tries += 1;
      throw new Error('down');
    },
  });
  await null;
  it.conversation.add({ role: 'user', text: 'One' });
  await new Promise(setImmediate);
  it.conversation.add({ role: 'user', text: 'Two' });
  await new Promise(setImmediate);
  assert.equal(tries, 2);
});

test('a tab that learns of a person from another has a line of its own', async () => {
  const it = office();
  const written = it.conversation.add({ role: 'user', text: 'Hello' });
  it.conversation.add({ role: 'system', agent: { state: 'joined', name: 'Mira' } });
  assert.equal(it.desks.length, 0, 'not before all of it is here');
  assert.equal(await it.people.deliver(written), true);
  assert.deepEqual([it.desks.length, it.heard], [1, ['Hello']]);
  await null;
  assert.equal(it.desks.length, 1);
  it.people.end();
  it.people.resume();
  await null;
  assert.equal(it.desks.length, 1, 'nothing is taken up after the end');
});

test('what two tabs note of the same event has the same id, as often as it happens', () => {
  const noted = [office(), office()].map((it) => {
    it.people.call(it.conversation.add({ role: 'system', action: 'elevate', id: 'the call' }));
    for (let round = 0; round < 200; round += 1) {
      it.desk().joined({ name: 'Mira' });
      it.desk().left();
    }
    it.desk().unavailable();
    return it.conversation.messages.map(({ id }) => id);
  });
  assert.deepEqual(noted[0], noted[1]);
  assert.equal(new Set(noted[0]).size, 402);
  assert.ok(noted[0].every(({ length }) => length < 60));
});

test('a call after somebody has come and gone is noted where it is the newest', () => {
  const it = office({ standBy: true });
  const message = it.conversation.add({ role: 'system', action: 'elevate' });
  it.conversation.add({ role: 'system', agent: { state: 'left' } });
  it.people.call(message);
  assert.equal(standingOf(it.conversation.messages).state, 'waiting');
  it.desk().waiting({ position: 2 });
  assert.deepEqual([standingOf(it.conversation.messages).position, it.conversation.messages.length], [2, 3]);
});

test('a back office that never says it has a message has not got it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(console, 'error', () => {});
  const it = office({ onMessage: () => new Promise(() => {}) });
  it.call();
  const delivered = it.people.deliver(it.conversation.add({ role: 'user', text: 'Hello' }));
  t.mock.timers.tick(30_000);
  assert.equal(await delivered, false);
});

test('onTyping may reject', async (t) => {
  const complain = t.mock.method(console, 'error', () => {});
  const it = office({ onTyping: async () => Promise.reject(new Error('no')) });
  it.call();
  it.people.typing(true);
  await new Promise(setImmediate);
  it.people.end();
  const complaints = complain.mock.calls.map(({ arguments: [what] }) => what);
  // Node itself warns on the console as well.
  assert.equal(complaints.filter((what) => what.startsWith('optave-chat: agents.onTyping')).length, 1);
});

test('a name turns nothing round, and what is said again is all that is said', () => {
  const it = office();
  it.call();
  it.desk().joined({ name: 'Mi\u202era' });
  assert.equal(standingOf(it.conversation.messages).name, 'Mira');
  it.desk().said({ id: 'one', text: 'Once', offers: [{ title: 'Jacket' }], files: [{ name: 'a.pdf' }] });
  it.desk().said({ id: 'one', text: 'Once, mended' });
  const { text, offers, files } = it.conversation.get('one');
  assert.deepEqual([text, offers, files], ['Once, mended', undefined, undefined]);
});

test('what is stored may be anything', () => {
  for (const agent of [undefined, null, 5, 'joined', [], {}, { state: 5 }, { state: 'gone' }]) {
    assert.equal(standingOf([{ agent }]), undefined);
    assert.equal(isAwaited([{ agent: { state: 'waiting' } }, { agent }]), true);
  }
});

test('typing is told when it changes, and ends by itself', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const it = office();
  it.people.typing(true);
  assert.deepEqual(it.heard, [], 'nobody is asked for');
  it.call();
  for (let key = 0; key < 50; key += 1) it.people.typing(true);
  t.mock.timers.tick(3900);
  it.people.typing(true);
  t.mock.timers.tick(3900);
  assert.deepEqual(it.heard, [true]);
  t.mock.timers.tick(200);
  assert.deepEqual(it.heard, [true, false]);
});

test('who types for ever is taken for gone', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const it = office();
  it.call();
  it.desk().joined({ name: 'Mira' });
  it.desk().typing(true);
  const dots = () => it.conversation.messages.filter(({ state }) => state === 'typing').length;
  t.mock.timers.tick(29_000);
  it.desk().typing(true);
  t.mock.timers.tick(29_000);
  assert.equal(dots(), 1);
  t.mock.timers.tick(2000);
  assert.equal(dots(), 0);
});
