// The text of an answer, whatever the server sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contents, OptaveUpdate } from '../../src/browser/request.js';
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

test('an update has the message itself, and reads its text when asked', () => {
  const data = { actionType: 'interaction', state: 'completed', ...answer('one') };
  const headers = { correlationId: 'c' };
  const update = new OptaveUpdate(data, headers, 'c', 3);
  assert.equal(update.data, data);
  assert.equal(update.headers, headers);
  assert.deepEqual(
    [update.actionType, update.state, update.correlationId, update.index, update.text],
    ['interaction', 'completed', 'c', 3, 'one'],
  );
  assert.equal(JSON.stringify(update).includes('"text"'), false);
});
