// What the adapters for React, Vue and Svelte share, with a client that does as the test says.
import assert from 'node:assert/strict';
import path from 'node:path';
import { mock, test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../../pkg-template/build/paths.mjs';

const { outputFiles } = await build({
  stdin: {
    contents: ['holder', 'requester', 'conversation'].map((name) => `export * from './core/${name}.ts';`).join('\n'),
    resolveDir: path.join(root, 'pkg-template', 'adapters'),
  },
  bundle: true,
  write: false,
  format: 'esm',
});
const { holderOf, IDLE, ...core } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

// As in a page: on a server nothing is shared.
globalThis.document = {};

/** What is made over a client, with its state and its controls in one. */
const flat = ({ store, controls }) => ({ ...store, ...controls });
const createConversation = (...given) => flat(core.createConversation(...given));
const createRequester = (...given) => flat(core.createRequester(...given));

/** A request that the test answers. */
function makeRequest(params, options) {
  let resolve, reject;
  const promise = new Promise((...both) => ([resolve, reject] = both));
  let isOver = false;
  return Object.assign(promise, {
    params,
    options,
    update: (text, more) => options.onUpdate({ state: 'streaming', actionType: 'interaction', text, ...more }),
    answer(text, more) {
      isOver = true;
      resolve({ state: 'completed', actionType: 'interaction', text, ...more });
      return settled();
    },
    fail(code) {
      isOver = true;
      reject(Object.assign(new Error(code), { code }));
      return settled();
    },
    cancel(reason) {
      if (isOver) return false;
      this.reason = reason;
      this.fail('REQUEST_CANCELLED');
      return true;
    },
  });
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function makeClient() {
  const requests = [];
  const listeners = new Set();
  const ask = (params, options) => {
    requests.push(makeRequest(params, options));
    return requests.at(-1);
  };
  return {
    requests,
    listeners,
    ended: 0,
    connection: IDLE,
    interaction: ask,
    adjust: ask,
    cleanup() {
      this.ended += 1;
    },
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
  };
}

function makeRequester(action = 'interaction') {
  const client = makeClient();
  return { client, ...createRequester(() => client, action) };
}

test('a client that a function makes is made once, when it is needed, and ended when nobody needs it', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const made = [];
  const connect = () => {
    made.push(makeClient());
    return made.at(-1);
  };
  const holder = holderOf(connect);
  assert.equal(holderOf(connect), holder, 'the same function is the same client');
  const [first, second] = [holder.hold(), holder.hold()];
  assert.equal(made.length, 0);
  assert.equal(holder.client(), holder.client());
  first();
  first();
  t.mock.timers.tick(0);
  assert.deepEqual([made.length, made[0].ended], [1, 0], 'who lets go twice has let go once');
  second();
  const third = holder.hold();
  t.mock.timers.tick(0);
  assert.equal(made[0].ended, 0, 'whoever is back at once finds it');
  third();
  t.mock.timers.tick(0);
  assert.equal(made[0].ended, 1);
  assert.equal(holder.client(), made[0], 'who comes too late gets the one that has ended');
  const heard = mock.fn();
  holder.onClient(heard);
  holder.hold();
  assert.equal(heard.mock.callCount(), 1);
  assert.notEqual(holder.client(), made[0], 'who comes back gets another');
  holder.wake();
  assert.deepEqual([made.length, heard.mock.callCount()], [2, 1]);
});

test('on a server each rendering has a client of its own', (t) => {
  const { document } = globalThis;
  delete globalThis.document;
  t.after(() => (globalThis.document = document));
  const connect = () => makeClient();
  const [one, other] = [holderOf(connect), holderOf(connect)];
  assert.notEqual(one.client(), other.client());
  assert.equal(one.client(), one.client());
});

test('where there is no client it is said what is needed', () => {
  for (const nothing of [undefined, null]) assert.throws(() => holderOf(nothing), /A client is needed/);
});

test('a client that is given is never ended', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const client = makeClient();
  const holder = holderOf(client);
  holder.hold()();
  t.mock.timers.tick(0);
  assert.deepEqual([holder.client(), client.ended], [client, 0]);
});

test('a function that throws is asked again the next time', () => {
  let count = 0;
  const holder = holderOf(() => {
    count += 1;
    if (count === 1) throw new Error('not yet');
    return makeClient();
  });
  assert.throws(() => holder.client(), /not yet/);
  assert.ok(holder.client());
});

test('who follows the connection is told until they end it', () => {
  const client = makeClient();
  const holder = holderOf(client);
  const heard = mock.fn();
  const end = holder.onConnection(heard);
  client.listeners.forEach((listener) => listener());
  end();
  client.listeners.forEach((listener) => listener());
  assert.deepEqual([heard.mock.callCount(), client.listeners.size, holder.connection()], [1, 0, IDLE]);
});

test('a request shows its updates, its growing text, and its response', async () => {
  const { client, get, run, subscribe } = makeRequester();
  const heard = mock.fn();
  subscribe(heard);
  assert.deepEqual(get(), { isPending: false, updates: [], text: '', response: undefined, error: undefined });
  const onUpdate = mock.fn();
  const params = { request: {} };
  const asked = run(params, { timeoutMs: 7, onUpdate });
  assert.equal(asked, client.requests[0], 'the promise of the client itself');
  assert.deepEqual([asked.params, asked.options.timeoutMs, get().isPending], [params, 7, true]);
  asked.update('Hel');
  asked.update('Hello');
  assert.deepEqual([get().text, get().updates.length, onUpdate.mock.callCount()], ['Hello', 2, 2]);
  await asked.answer('Hello!');
  assert.deepEqual([get().text, get().response.text, get().isPending], ['Hello!', 'Hello!', false]);
  const before = get();
  asked.update('late');
  assert.equal(get(), before, 'what comes late changes nothing');
  assert.equal(heard.mock.callCount(), 4);
});

test('texts that come in pieces are put together, and accompanying superpowers are not part of them', async () => {
  for (const [updates, expected] of [
    [['Where ', 'is ', 'it?'], 'Where is it?'],
    [['Where', 'Where is', 'Where is it?'], 'Where is it?'],
    [['', 'Where', ''], 'Where'],
  ]) {
    const { client, get, run } = makeRequester();
    run({});
    for (const text of updates) {
      client.requests[0].update(text);
      client.requests[0].update('neutral', { actionType: 'sentiment' });
    }
    assert.equal(get().text, expected);
    await client.requests[0].answer('');
    assert.equal(get().text, expected, 'an end without a text leaves it');
  }
});

test('the reply is known by each name that servers give it', () => {
  for (const [action, actionType] of [
    ['interaction', 'customer_interaction'],
    ['adjust', 'adjusted_content'],
    ['adjust', 'adjustSuggestion'],
    ['adjust', 'Adjust'],
    ['adjust', undefined],
  ]) {
    const { client, get, run } = makeRequester(action);
    run({});
    client.requests[0].update('text', { actionType });
    assert.equal(get().text, 'text', `${action} ${actionType}`);
  }
});

test('what accompanies the reply never is its text, also where it settles the request', async () => {
  for (const [updates, expected] of [
    [['Hello'], 'Hello'],
    [[], 'neutral'],
  ]) {
    const { client, get, run } = makeRequester();
    run({});
    for (const text of updates) client.requests[0].update(text, { state: 'completed' });
    await client.requests[0].answer('neutral', { actionType: 'sentiment' });
    assert.equal(get().text, expected);
  }
});

test('an error is shown, goes with the next request, and is no unhandled rejection', async (t) => {
  const unhandled = mock.fn();
  process.on('unhandledRejection', unhandled);
  t.after(() => process.off('unhandledRejection', unhandled));
  const { client, get, run } = makeRequester();
  run({});
  client.requests[0].update('Hel');
  await client.requests[0].fail('REQUEST_TIMEOUT');
  assert.deepEqual([get().error.code, get().text, get().isPending], ['REQUEST_TIMEOUT', 'Hel', false]);
  run({});
  assert.deepEqual([get().error, get().text], [undefined, '']);
  assert.equal(unhandled.mock.callCount(), 0);
});

test('a cancelled request is no error, and keeps what has come', async () => {
  const { client, cancel, get, run } = makeRequester();
  assert.equal(cancel(), false);
  run({});
  client.requests[0].update('Hel');
  assert.equal(cancel('enough'), true);
  await settled();
  assert.deepEqual([get().error, get().text, get().isPending], [undefined, 'Hel', false]);
  assert.equal(client.requests[0].reason, 'enough');
  assert.equal(cancel(), false);
});

test('the newest request is the one that is shown, whatever becomes of those before', async () => {
  const { client, get, run } = makeRequester();
  run({});
  run({});
  const [first, second] = client.requests;
  await settled();
  assert.equal(get().isPending, true, 'the first was given up');
  first.update('of the first');
  second.update('of the second');
  assert.equal(get().text, 'of the second');
  await second.answer('done');
  assert.equal(get().text, 'done');
});

function makeConversation(options) {
  const client = makeClient();
  const conversation = createConversation(() => client, options);
  return { client, ...conversation, last: () => conversation.get().messages.at(-1) };
}

const sent = ({ params }) => params.request.scope.conversations[0].messages.map(({ content }) => content);

test('what is said is asked about with all before it, and the answer grows in its place', async () => {
  const { client, get, last, send } = makeConversation();
  assert.equal(get().threadId, '', 'a server renders the same');
  assert.equal(send('Hello'), client.requests[0]);
  const { threadId } = get();
  assert.match(threadId, /^[\da-f]{32}$/);
  assert.deepEqual([get().isPending, last().role, last().state], [true, 'bot', 'pending']);
  client.requests[0].update('Hi');
  assert.deepEqual([last().text, last().state], ['Hi', 'streaming']);
  await client.requests[0].answer('Hi!');
  assert.deepEqual([last().text, last().state, get().isPending], ['Hi!', 'done', false]);
  send('Where is it?');
  const [, asked] = client.requests;
  assert.deepEqual(sent(asked), ['Hello', 'Hi!', 'Where is it?']);
  const [{ conversationId, participants }] = asked.params.request.scope.conversations;
  assert.deepEqual(
    [conversationId, asked.params.request.connections.threadId, asked.params.request.settings.disableStream],
    [threadId, threadId, false],
  );
  assert.deepEqual(
    participants.map(({ participantId }) => participantId),
    ['user', 'bot'],
  );
});

test('each change makes a new list, with the same objects for what did not change', () => {
  const { client, get, send } = makeConversation();
  send('Hello');
  const before = get().messages;
  client.requests[0].update('Hi');
  const after = get().messages;
  assert.deepEqual([after !== before, after[0] === before[0], after[1] !== before[1]], [true, true, true]);
  assert.equal(after[1].id, before[1].id);
});

test('a failed answer says why, and is asked for again in its place', async () => {
  const { client, get, last, retry, send } = makeConversation();
  send('Hello');
  await client.requests[0].fail('CONNECTION_ERROR');
  assert.deepEqual([last().state, last().error.code], ['failed', 'CONNECTION_ERROR']);
  send('Are you there?');
  assert.deepEqual(sent(client.requests[1]), ['Hello', 'Are you there?'], 'what failed was not said');
  await client.requests[1].answer('Yes');
  retry();
  assert.deepEqual(sent(client.requests[2]), ['Hello'], 'what came later is not part of it');
  assert.deepEqual([get().messages[1].state, get().messages[1].error], ['pending', undefined]);
  await client.requests[2].answer('Hi');
  assert.deepEqual(
    get().messages.map(({ text }) => text),
    ['Hello', 'Hi', 'Are you there?', 'Yes'],
  );
  assert.equal(retry(), undefined, 'there is nothing to ask again');
});

test('of several that failed the one that is named is asked again', async () => {
  const { client, get, retry, send } = makeConversation();
  send('One');
  send('Two');
  await client.requests[0].fail('CONNECTION_ERROR');
  await client.requests[1].fail('CONNECTION_ERROR');
  retry(get().messages[1].id);
  assert.deepEqual(sent(client.requests[2]), ['One']);
  assert.equal(retry(get().messages[0].id), undefined, 'nobody answers the user’s own');
});

test('what is stopped keeps what has come of it, and can be asked for again at once', async () => {
  const { client, get, last, retry, send, stop } = makeConversation();
  send('Hello');
  client.requests[0].update('Hi');
  stop();
  assert.deepEqual([last().state, last().text, get().isPending], ['stopped', 'Hi', false]);
  retry();
  await settled();
  client.requests[0].update('late');
  assert.deepEqual([last().state, last().text], ['pending', '']);
  await client.requests[1].answer('Hi again');
  assert.deepEqual([last().state, last().text], ['done', 'Hi again']);
});

test('a conversation that was stored in the middle of an answer goes on with it stopped', async () => {
  const stored = ['pending', 'streaming'].map((state, at) => ({ id: `${at}`, role: 'bot', text: '', at, state }));
  const { client, get, retry, send } = makeConversation({ messages: stored });
  assert.deepEqual(
    get().messages.map(({ state }) => state),
    ['stopped', 'stopped'],
  );
  send('Hello');
  await client.requests[0].answer('Hi');
  assert.equal(get().isPending, false);
  assert.ok(retry());
});

test('params that cannot be made leave nothing behind', () => {
  const fail = () => {
    throw new Error('no params');
  };
  const { get, send } = makeConversation({ params: fail });
  assert.throws(() => send('Hello'), /no params/);
  assert.deepEqual([get().messages, get().isPending], [[], false]);
});

test('params and options are those of the moment', () => {
  const client = makeClient();
  let now = { params: () => ({ request: { context: { userId: 'one' } } }), options: { timeoutMs: 1 } };
  const { send } = createConversation(
    () => client,
    undefined,
    () => now,
  );
  send('Hello');
  now = { params: () => ({ request: { context: { userId: 'two' } } }) };
  send('Hello again');
  const asked = client.requests.map(({ params, options }) => [params.request.context.userId, options.timeoutMs]);
  assert.deepEqual(asked, [
    ['one', 1],
    ['two', undefined],
  ]);
});

test('a conversation that begins anew has another thread, and nothing of the old one comes into it', async () => {
  const { client, clear, get, send } = makeConversation();
  send('Hello');
  const { threadId } = get();
  clear();
  await settled();
  client.requests[0].update('Hi');
  assert.deepEqual([get().messages, get().isPending], [[], false]);
  send('Hello');
  assert.notEqual(get().threadId, threadId);
});

test('a conversation goes on where it was left, with the params and options of its page', async () => {
  const messages = [{ id: '1', role: 'user', text: 'Earlier', at: 0, state: 'done' }];
  const { client, send } = makeConversation({
    threadId: 'thread',
    messages,
    params: ({ request }) => ({ request: { ...request, context: { userId: 'u' } } }),
    options: { timeoutMs: 9 },
  });
  send('Now');
  const [{ params, options }] = client.requests;
  assert.deepEqual(sent(client.requests[0]), ['Earlier', 'Now']);
  assert.deepEqual(
    [params.request.connections.threadId, params.request.context.userId, options.timeoutMs],
    ['thread', 'u', 9],
  );
});

test('of a long conversation the newest part is sent, and always the newest message', () => {
  const of = (count, length) =>
    Array.from({ length: count }, (_, id) => ({
      id: `${id}`,
      role: 'user',
      text: `${id}`.padEnd(length, 'é'),
      at: 0,
      state: 'done',
    }));
  for (const [messages, text, expected] of [
    [of(1_000, 10), 'new', 478],
    [of(50, 10_000), 'new', 4],
    [of(5, 10), 'x'.repeat(60_000), 1],
  ]) {
    const { client, send } = makeConversation({ messages });
    send(text);
    const content = sent(client.requests[0]);
    assert.deepEqual([content.length, content.at(-1)], [expected, text]);
    const bytes = Buffer.byteLength(JSON.stringify(client.requests[0].params));
    assert.ok(bytes < 131_072, `${bytes} bytes`);
  }
});

test('where no client can be made nothing is said', () => {
  const conversation = createConversation(() => {
    throw new Error('no client');
  });
  assert.throws(() => conversation.send('Hello'), /no client/);
  assert.deepEqual(conversation.get().messages, []);
});
