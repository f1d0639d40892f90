// What a session makes of what a client, a back office and another tab do, with the real parts and a client that does as
// it is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Attempts } from '../../pkg-template/chat/attempts.js';
import { Conversation } from '../../pkg-template/chat/conversation.js';
import { ChatSession } from '../../pkg-template/chat/session.js';
import { canBeCalled, standingIn } from '../../pkg-template/chat/standing.js';

const turn = () => new Promise(setImmediate);

/** A session whose requests the test settles. */
function begin({ agents = null, makeClient } = {}) {
  const requests = [];
  const ask =
    (action) =>
    (params, { onUpdate, signal }) => {
      const request = { action, onUpdate, signal };
      const answer = new Promise((resolve, reject) => {
        Object.assign(request, { resolve, reject });
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      requests.push(request);
      return Object.assign(answer, { correlationId: `c${requests.length}`, state: 'sent' });
    };
  const client = {
    connection: { state: 'open' },
    cleanups: 0,
    on: () => client,
    off: () => client,
    cleanup: () => void (client.cleanups += 1),
    ...Object.fromEntries(['interaction', 'recommend', 'elevate'].map((action) => [action, ask(action)])),
  };
  const told = [];
  const conversation = new Conversation();
  const chat = { conversation, language: 'en', customer: {}, resources: {}, texts: {}, agents, client: null };
  const session = new ChatSession({
    chat,
    tell: (name, detail) => Boolean(told.push([name, detail])),
    makeClient: makeClient ? () => makeClient(client) : async () => client,
    Attempts,
    loadPeople: () => import('../../pkg-template/chat/chat-people.js'),
  });
  return { session, chat, conversation, client, requests, told };
}

const update = (state, text, more) => ({ actionType: 'interaction', state, text, data: {}, ...more });

test('a client that comes after the end is given up, unless it is the page’s own', async () => {
  for (const isOwn of [false, true]) {
    let arrive;
    const it = begin({ makeClient: (client) => new Promise((resolve) => (arrive = () => resolve(client))) });
    const ready = it.session.ready();
    it.session.end();
    if (isOwn) it.chat.client = it.client;
    arrive();
    await assert.rejects(ready, { retryable: false });
    assert.equal(it.client.cleanups, isOwn ? 0 : 1);
    assert.equal(it.session.client, null);
    await assert.rejects(it.session.ready());
  }
});

test('a conversation whose id alone changes goes on, one that is gone does not', async () => {
  const it = begin();
  it.session.ask('Where is my order?');
  await turn();
  const { mode, unread, messages } = it.conversation;
  it.conversation.load({ threadId: 'that of the other tab', mode, unread, messages: [...messages] });
  assert.equal(it.requests[0].signal.aborted, false);
  it.requests[0].onUpdate(update('completed', 'On its way.'));
  it.requests[0].resolve({ text: 'On its way.' });
  await turn();
  assert.equal(it.conversation.messages.at(-1).text, 'On its way.');
  it.session.ask('And the other?');
  await turn();
  it.conversation.clear();
  assert.equal(it.requests[1].signal.aborted, true);
});

test('an answer that a page freezes while it streams goes on, with its superpowers', async () => {
  const it = begin();
  it.conversation.addEventListener('change', ({ detail: { message } }) => {
    Object.freeze(message?.superpowers);
    Object.freeze(message);
  });
  it.session.ask('One?');
  await turn();
  const [{ onUpdate, resolve }] = it.requests;
  onUpdate(update('streaming', 'The beg'));
  for (const actionType of ['risk', 'language']) onUpdate(update('completed', '', { actionType }));
  onUpdate(update('completed', 'The beginning and the end.'));
  onUpdate(update('streaming', 'The beg'));
  onUpdate(update('completed', '', { actionType: 'sentiment' }));
  resolve({ text: 'The beginning and the end.' });
  await turn();
  const { text, state, superpowers } = it.conversation.messages[1];
  assert.deepEqual([text, state], ['The beginning and the end.', 'done']);
  assert.deepEqual(Object.keys(superpowers), ['risk', 'language', 'sentiment']);
  assert.equal(it.conversation.messages.length, 2);
});

test('an answer that ends without its last update stays, and one without a word goes', async () => {
  const it = begin();
  it.session.ask('One?');
  await turn();
  it.requests[0].onUpdate(update('partial', 'The beg'));
  it.requests[0].resolve({ text: 'The beginning and the end.' });
  await turn();
  assert.deepEqual(
    it.conversation.messages.map(({ text, state }) => [text, state]),
    [
      ['One?', 'done'],
      ['The beginning and the end.', 'done'],
    ],
  );
  it.session.ask('Two?');
  await turn();
  it.requests[1].resolve({ text: '' });
  await turn();
  assert.equal(it.conversation.messages.length, 3);
});

test('links that are none spoil no answer', async () => {
  const it = begin();
  it.chat.resources = { links: [null, 5, { id: 'a', url: 'https://shop.example/a', label: 'A' }] };
  it.session.ask('One?');
  await turn();
  const data = { message: { results: [{ sources: [{ id: 'a' }] }] } };
  it.requests[0].onUpdate(update('completed', 'All of it.', { data }));
  const { state, sources } = it.conversation.messages.at(-1);
  assert.deepEqual([state, sources], ['done', [{ url: 'https://shop.example/a', label: 'A' }]]);
});

test('who was with a person on a page that has none is answered by the assistant, and can ask for one', async () => {
  const it = begin();
  it.conversation.add({ role: 'system', agent: { state: 'joined', name: 'Mira' } });
  it.conversation.setMode('person');
  assert.equal(canBeCalled(it.chat), true);
  assert.equal(standingIn(it.chat), undefined);
  it.session.ask('Hello?');
  await turn();
  it.requests[0].onUpdate(update('completed', 'Hello.'));
  assert.ok(!it.conversation.messages.at(-1).draft);
});

test('an answer whose question is gone is kept, although it cannot be asked for again', () => {
  const it = begin();
  const answer = it.conversation.add({ role: 'bot', text: 'The beg', state: 'failed', replyTo: 'gone' });
  it.session.retry(answer);
  assert.deepEqual(it.conversation.messages, [answer]);
});

test('who joins while the server is asked is not called again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const desks = [];
  const it = begin({ agents: { standBy: true, connect: (desk) => void desks.push(desk) } });
  it.session.callPerson();
  // What speaks with a back office is loaded.
  while (desks.length === 0) await turn();
  desks[0].joined({ name: 'Mira' });
  t.mock.timers.tick(5000);
  await turn();
  assert.deepEqual([desks.length, standingIn(it.chat).state, it.conversation.mode], [1, 'joined', 'person']);
  assert.equal(it.conversation.messages[0].state, 'done');
  desks[0].left();
  assert.equal(canBeCalled(it.chat), true);
});

test('a failure with a client at hand is one, and nothing that waits for a connection', async () => {
  const it = begin();
  await it.session.ready();
  it.client.connection.state = 'closed';
  it.client.interaction = () => {
    throw new TypeError('the page’s own mistake');
  };
  it.session.ask('Hello?');
  await turn();
  const [{ state, waiting }] = it.conversation.messages;
  assert.deepEqual([state, Boolean(waiting)], ['failed', false]);
  it.session.end();
});

test('options that can never become a client fail at once', async () => {
  const it = begin({
    makeClient: async () => Promise.reject(Object.assign(new TypeError('Invalid URL'), { retryable: false })),
  });
  it.session.ask('Hello?');
  await turn();
  const [{ state, error }] = it.conversation.messages;
  assert.deepEqual([state, error], ['failed', { code: 'UNKNOWN', retryable: false }]);
  it.session.end();
});
