// What the page holds of a request: its text, whatever the server sent, and the promise with what it can do besides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contents, OptaveRequest, Outcome } from '../../src/browser/request.js';
import { json } from './helper.mjs';

const answer = (...contents) => ({ message: { results: [{ response: contents.map((content) => ({ content })) }] } });

test('the text is the contents of all responses of all results, a line each', () => {
  assert.equal(contents(answer('one')), 'one');
  assert.equal(contents(answer('one', 'two')), 'one\ntwo');
  const [first] = answer('one', '').message.results;
  const [second] = answer('three').message.results;
  assert.equal(contents({ message: { results: [first, {}, second] } }), 'one\n\nthree');
});

test('what is no text is left out', () => {
  assert.equal(contents(answer(5, null, 'text', undefined, {}, ['x'], true)), 'text');
  const response = [null, 'text', 7, [], { contents: 'x' }, { content: 'y' }];
  assert.equal(contents({ message: { results: [null, 'r', 5, [], { response }, { response: 'x' }] } }), 'y');
});

test('an answer without text has the empty one', () => {
  const shapes = [{}, { message: null }, { message: 'text' }, { message: { results: null } }, answer()];
  shapes.push({ message: { results: {} } }, { message: { results: [{ response: {} }] } });
  for (const data of [undefined, null, 'text', 5, true, [], ...shapes]) assert.equal(contents(data), '');
});

test('any value has a text', () => {
  const anything = fc.oneof(json, fc.anything());
  const items = fc.oneof(anything, fc.array(fc.record({ content: anything }, { requiredKeys: [] })));
  const results = fc.oneof(anything, fc.array(fc.oneof(anything, fc.record({ response: items }))));
  fc.assert(
    fc.property(fc.oneof(anything, fc.record({ message: fc.oneof(anything, fc.record({ results })) })), (data) => {
      assert.equal(typeof contents(data), 'string');
    }),
    { numRuns: 2000 },
  );
});

// --- The request ---

const TIMINGS = { queuedMs: 1, firstUpdateMs: 2, totalMs: 3 };
const update = (state, text = '') => ({ actionType: 'interaction', state, ...answer(text) });
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A request with an id, and what Rust does with it. */
function made(cancel = assert.fail) {
  const outcome = new Outcome('c', cancel);
  return { outcome, request: outcome.request };
}

/** All that an iteration gives, and what it throws at the end. */
async function iterated(request) {
  const texts = [];
  try {
    for await (const { text } of request) texts.push(text);
  } catch (thrown) {
    return { texts, thrown };
  }
  return { texts };
}

test('a request is a promise, and what is derived of it an ordinary one', async () => {
  const { outcome, request } = made();
  assert.ok(request instanceof OptaveRequest && request instanceof Promise);
  for (const derived of [request.then(), request.catch(() => {}), request.finally(() => {})]) {
    assert.equal(derived.constructor, Promise);
  }
  outcome.succeed();
  assert.equal(await request, undefined);
  assert.equal(Object.keys(request).length, 0, 'nothing of ours can be reached');
});

test('a request knows its id, also one that is given later', () => {
  const { outcome, request } = made();
  assert.equal(request.correlationId, 'c');
  outcome.correlationId = 'own';
  assert.equal(request.correlationId, 'own');
});

test('its state is queued, sent, answering, settled', async () => {
  const { outcome, request } = made();
  const states = [request.state];
  for (const step of [
    () => outcome.sent(),
    () => outcome.deliver(update('started')),
    () => outcome.answer(false, 1, 2, 3),
    () => outcome.deliver(update('completed')),
  ]) {
    step();
    states.push(request.state);
  }
  assert.deepEqual(states, ['queued', 'sent', 'answering', 'settled', 'settled']);
  await request;
});

test('an update has the message itself, and its text', () => {
  const data = update('completed', 'one');
  const headers = { correlationId: 'c' };
  const { outcome } = made();
  outcome.deliver(update('started'));
  const delivered = outcome.deliver(data, headers);
  assert.equal(delivered.data, data);
  assert.equal(delivered.headers, headers);
  const { actionType, state, correlationId, index, text } = delivered;
  assert.deepEqual([actionType, state, correlationId, index, text], ['interaction', 'completed', 'c', 1, 'one']);
});

test('a response is the newest update, with all so far and how long it took', async () => {
  const { outcome, request } = made();
  const [first, last] = [outcome.deliver(update('started')), outcome.deliver(update('completed', 'one'))];
  outcome.answer(false, 1, 2, 3);
  const response = await request;
  assert.deepEqual(response, { ...last, updates: [first, last], timings: TIMINGS });
  assert.equal(response.updates[0], first);
});

test('an update that comes after the request has settled is made, but not kept', async () => {
  const { outcome, request } = made();
  outcome.deliver(update('completed', 'one'));
  outcome.answer(false, 1, 2, 3);
  const late = outcome.deliver(update('completed', 'late'));
  assert.deepEqual([late.text, late.index], ['late', 1]);
  assert.equal(outcome.deliver(update('completed', 'later')).index, 2, 'each has a place of its own');
  assert.equal((await request).updates.length, 1);
  assert.deepEqual(await iterated(request), { texts: ['one'] });
});

test('the lists that the page gets are its own: it may change or freeze them', async () => {
  const { outcome, request } = made();
  outcome.deliver(update('started', 'one'));
  Object.freeze(outcome.updates);
  outcome.updates.length = 0;
  outcome.deliver(Object.freeze(update('completed', 'two')));
  assert.equal(outcome.updates.length, 2);
  outcome.answer(false, 1, 2, 3);
  (await request).updates.length = 0;
  assert.deepEqual(await iterated(request), { texts: ['one', 'two'] });
});

test('iterating gives every update as it comes, to each who iterates', async () => {
  const { outcome, request } = made();
  outcome.deliver(update('started', 'one'));
  const early = iterated(request);
  await turn();
  outcome.deliver(update('started', 'two'));
  outcome.deliver(update('started', 'three'));
  const later = iterated(request);
  await turn();
  outcome.deliver(update('completed', 'four'));
  outcome.answer(false, 1, 2, 3);
  const all = { texts: ['one', 'two', 'three', 'four'] };
  assert.deepEqual(await Promise.all([early, later, iterated(request)]), [all, all, all]);
});

for (const way of ['return', 'throw']) {
  test(`leaving an iteration by ${way}() ends it at once, while the next update is waited for too`, async () => {
    const { outcome, request } = made();
    outcome.deliver(update('started', 'one'));
    const iterator = request[Symbol.asyncIterator]();
    assert.equal((await iterator.next()).value.text, 'one');
    const pending = iterator.next();
    await turn();
    const left = iterator[way]('why').catch((thrown) => ({ thrown }));
    assert.deepEqual(await pending, { done: true, value: undefined });
    assert.deepEqual(await left, way === 'return' ? { done: true, value: 'why' } : { thrown: 'why' });
    assert.deepEqual(await iterator.next(), { done: true, value: undefined });
    outcome.deliver(update('completed', 'two'));
    outcome.answer(false, 1, 2, 3);
    assert.deepEqual(await iterated(request), { texts: ['one', 'two'] }, 'others go on');
  });
}

test('iterating ends with what the promise rejects with', async () => {
  const { outcome, request } = made();
  const during = iterated(request);
  outcome.deliver(update('started', 'one'));
  await turn();
  const error = new Error('no');
  outcome.fail(error);
  const expected = { texts: ['one'], thrown: error };
  assert.deepEqual(await during, expected);
  assert.deepEqual(await iterated(request), expected);
});

test('who leaves the loop early learns nothing more, and harms nobody', async () => {
  const { outcome, request } = made();
  const other = iterated(request);
  outcome.deliver(update('started', 'one'));
  for await (const { text } of request) {
    assert.equal(text, 'one');
    break;
  }
  outcome.deliver(update('completed', 'two'));
  outcome.fail(new Error('no'), assert.fail);
  assert.deepEqual((await other).texts, ['one', 'two']);
});

test('cancel says whether there was something to cancel', async () => {
  const asked = [];
  const { outcome, request } = made((question) => {
    asked.push({ ...question });
    question.isDone = asked.length === 1;
  });
  const reason = new Error('closed the chat');
  assert.deepEqual([request.cancel(reason), request.cancel()], [true, false]);
  assert.deepEqual(asked, [
    { correlationId: 'c', reason, isDone: false },
    { correlationId: 'c', reason: undefined, isDone: false },
  ]);
  outcome.succeed();
  assert.equal(request.cancel(reason), false);
  assert.equal(asked.length, 2);
});

test('a failure that nobody asks for is reported, once, and is no unhandled rejection', async () => {
  const reported = [];
  const { outcome } = made();
  const error = new Error('no');
  outcome.fail(error, (told) => reported.push(told));
  assert.deepEqual(reported, []);
  await turn();
  assert.deepEqual(reported, [error]);
});

for (const [how, ask] of Object.entries({
  then: (request) =>
    request.then(
      () => {},
      () => {},
    ),
  catch: (request) => request.catch(() => {}),
  finally: (request) => request.finally(() => {}).catch(() => {}),
  all: (request) => Promise.all([request]).catch(() => {}),
  iterating: (request) => iterated(request),
  await: async (request) => {
    try {
      await request;
    } catch {
      // It was asked for.
    }
  },
})) {
  test(`a failure is not reported to others when somebody asks: ${how}`, async () => {
    const before = made();
    ask(before.request);
    before.outcome.fail(new Error('no'), assert.fail);
    // As with a request that is refused at once: whoever made it asks a moment later.
    const after = made();
    after.outcome.fail(new Error('no'), assert.fail);
    ask(after.request);
    await turn();
  });
}
