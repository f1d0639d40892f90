// What a message shows of itself: each property that decides where it belongs, if it is one of its own and of the right
// kind. What they mean together is in src/protocol/inbound.rs, and tested there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as message from '../../src/browser/message.js';
import { deepFreeze, json } from './helper.mjs';

const OBJECTS = ['headers', 'payload'];
const NAMES = ['schemaRef', 'state', 'actionType', 'action'];

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const ownOf = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);

for (const name of OBJECTS) {
  test(`${name} are an object`, () => {
    const right = { a: 1 };
    assert.equal(message[name]({ [name]: right }), right);
    for (const wrong of [undefined, null, 'text', 5, true, [right], [], '']) {
      assert.equal(message[name]({ [name]: wrong }), undefined);
    }
    assert.equal(message[name]({}), undefined);
  });
}

for (const name of NAMES) {
  test(`${name} is a text`, () => {
    for (const right of ['completed', 'error', '', ' ', 'ſummarize', 'x'.repeat(63)]) {
      assert.equal(message[name]({ [name]: right }), right);
    }
    for (const wrong of [undefined, null, 5, true, {}, ['completed'], []]) {
      assert.equal(message[name]({ [name]: wrong }), undefined);
    }
    assert.equal(message[name]({}), undefined);
  });

  test(`of a long ${name} nothing is known but that it is a text`, () => {
    for (const length of [64, 100_000]) assert.equal(message[name]({ [name]: 'x'.repeat(length) }), '');
  });
}

test('an error is whatever is not empty', () => {
  for (const error of [{ code: 'QUOTA' }, {}, [], 'no more', -1, true, ' '])
    assert.equal(message.hasError({ error }), true);
  for (const none of [undefined, null, '', 0, -0, false]) assert.equal(message.hasError({ error: none }), false);
  assert.equal(message.hasError({}), false);
});

test('an id is a text that says something, however long', () => {
  for (const id of ['c', ' ', 'x'.repeat(1000)]) assert.equal(message.correlationId({ correlationId: id }), id);
  for (const none of [undefined, null, '', 5, true, {}, ['c']]) {
    assert.equal(message.correlationId({ correlationId: none }), undefined);
  }
});

test('where there are no headers, they say nothing', () => {
  for (const name of [...NAMES, ...OBJECTS, 'correlationId']) assert.equal(message[name](undefined), undefined, name);
});

test('what a page has put on a prototype says nothing', (t) => {
  const names = [...OBJECTS, ...NAMES, 'error', 'correlationId'];
  t.after(() => names.forEach((name) => delete Object.prototype[name]));
  for (const name of OBJECTS) Object.prototype[name] = { polluted: true };
  for (const name of [...NAMES, 'error', 'correlationId']) Object.prototype[name] = 'polluted';
  for (const name of [...OBJECTS, ...NAMES, 'correlationId']) assert.equal(message[name]({}), undefined, name);
  assert.equal(message.hasError({}), false);
});

// Arbitrary JSON that often has the names, and the words, that matter.
const names = [...OBJECTS, ...NAMES, 'correlationId', 'error', 'message'];
const word = fc.constantFrom('completed', 'error', 'started', 'translate', 'optave.error.v3', '', 'a', '\u212a', 'ſ');
const value = fc.oneof(word, fc.string({ maxLength: 80 }), json, fc.constantFrom(null, true, false, 0, 1.5, [], {}));
const messages = fc
  .oneof(fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }), json)
  .filter(isObject)
  .map((message) => JSON.parse(JSON.stringify(message)));

test('any message shows what it has, and is not changed by it', () => {
  fc.assert(
    fc.property(messages, (any) => {
      deepFreeze(any);
      for (const name of OBJECTS) {
        const own = ownOf(any, name);
        assert.equal(message[name](any), isObject(own) ? own : undefined);
      }
      for (const name of NAMES) {
        const own = ownOf(any, name);
        assert.equal(message[name](any), typeof own !== 'string' ? undefined : own.length < 64 ? own : '');
      }
      const error = ownOf(any, 'error');
      assert.equal(message.hasError(any), ![undefined, null, false, 0, ''].includes(error));
      const id = ownOf(any, 'correlationId');
      assert.equal(message.correlationId(any), typeof id === 'string' && id ? id : undefined);
    }),
    { numRuns: 3000 },
  );
});

// --- As a text ---

test('a message is its own JSON where a text is wanted, and has nothing more to be seen', () => {
  const any = { action: 'superpower', message: { results: [] } };
  const before = JSON.stringify(any);
  message.printAsText(any);
  assert.deepEqual(JSON.parse(/** @type {any} */ (any)), JSON.parse(before));
  assert.equal(`${any}`, before);
  assert.deepEqual(Object.keys(any), ['action', 'message']);
  assert.deepEqual({ ...any }, JSON.parse(before));
  any.action = 'changed';
  assert.equal(String(any), JSON.stringify(any));
});

test('one that the page has frozen stays as it is, and one that was printed can be printed again', () => {
  const any = { action: 'superpower' };
  message.printAsText(any);
  message.printAsText(any);
  assert.equal(String(any), '{"action":"superpower"}');
  message.printAsText(Object.freeze({ action: 'superpower' }));
});
