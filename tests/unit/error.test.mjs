// The error that users meet, and what it takes over of the server's answer. Its table is in src/protocol/error.rs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OptaveError, tellInServersWords } from '../../src/browser/error.js';
import { json } from './helper.mjs';

const FACTS = {
  category: 'AUTHENTICATION',
  code: 'TOKEN_PROVIDER_FAILED',
  suggestions: ['Look at tokenProvider.'],
  retryable: true,
};
const make = (facts = {}) => new OptaveError('No token could be obtained', { ...FACTS, ...facts });

test('an error has everything that is known of it', () => {
  const details = ['a.b', 'c'];
  const error = make({ details, correlationId: 'c' });
  assert.ok(error instanceof OptaveError && error instanceof Error);
  const { timestamp, ...facts } = error;
  assert.deepEqual(facts, { message: error.message, ...FACTS, details, correlationId: 'c' });
  assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(error.details, details);
});

test('its message ends with what is known besides, if something is', () => {
  assert.equal(make({ note: 'HTTP status 503' }).message, 'No token could be obtained: HTTP status 503');
  for (const note of ['', undefined]) assert.equal(make({ note }).message, 'No token could be obtained');
  assert.equal('note' in make({ note: 'x' }), false);
});

test('its cause is what it was given, if it was given one', () => {
  const cause = new Error('why');
  assert.equal(make({ cause }).cause, cause);
  for (const odd of [null, '', 0, false]) assert.equal(make({ cause: odd }).cause, odd);
  assert.equal('cause' in make(), false);
  assert.equal('cause' in make({ cause: undefined }), false);
  assert.deepEqual(Object.keys(make({ cause })), ['message', ...Object.keys(FACTS), 'timestamp']);
});

test('its name is that of its class, on the prototype like the names of the language’s own errors', () => {
  const error = make();
  assert.equal(error.name, 'OptaveError');
  assert.equal(`${error}`, 'OptaveError: No token could be obtained');
  assert.equal(Object.hasOwn(error, 'name'), false);
  assert.deepEqual(Object.keys(OptaveError.prototype), []);
});

test('it says where the guide is that says more, by its code, and does not list that', () => {
  const error = make();
  assert.equal(error.help, 'docs/errors.md#token_provider_failed');
  assert.equal(Object.keys(error).includes('help'), false);
});

// --- In the server's words ---

/** What becomes of an error when `data` came in `message`. */
function told(message, data = message) {
  const error = new OptaveError('The server answered with an error', { code: 'REMOTE_ERROR' });
  tellInServersWords(error, message, data);
  assert.equal(error.details, data);
  return [error.message, error.code];
}

const OWN = ['The server answered with an error', 'REMOTE_ERROR'];
const answer = (...contents) => ({ message: { results: [{ response: contents.map((content) => ({ content })) }] } });
const enveloped = (payload) => told({ headers: {}, payload }, payload);

test('an error object is taken by its words, wherever it stands', () => {
  const error = { code: 'QUOTA', message: 'no more' };
  assert.deepEqual(told({ error }), ['no more', 'QUOTA']);
  assert.deepEqual(enveloped({ error }), ['no more', 'QUOTA']);
  assert.deepEqual(told({ error, payload: {} }, {}), ['no more', 'QUOTA']);
  assert.deepEqual(told({ error: { error_code: 'QUOTA', message: 'no more' } }), ['no more', 'QUOTA']);
  assert.deepEqual(told({ error: 'no more' }), ['no more', 'REMOTE_ERROR']);
  assert.deepEqual(told({ error: { code: 'QUOTA' } }), [OWN[0], 'QUOTA']);
});

test('so is the text of an answer, and what stands in the place of one', () => {
  assert.deepEqual(told(answer('no', 'more')), ['no\nmore', 'REMOTE_ERROR']);
  assert.deepEqual(told({ message: 'no more' }), ['no more', 'REMOTE_ERROR']);
  assert.deepEqual(told({ message: { message: 'no more' } }), ['no more', 'REMOTE_ERROR']);
  assert.deepEqual(told({ error: { message: 'of the error' }, ...answer('of the answer') })[0], 'of the error');
});

test('a code is found wherever servers put it, the nearest to the error first', () => {
  const results = (result) => ({ message: { results: [result] } });
  for (const data of [
    { code: 'QUOTA' },
    { error_code: 'QUOTA' },
    { message: { code: 'QUOTA' } },
    { message: { error_code: 'QUOTA' } },
    results({ code: 'QUOTA' }),
    results({ error_code: 'QUOTA' }),
    results({ response: [{ code: 'QUOTA' }] }),
    results({ response: [{ content: '' }, { error_code: 'QUOTA' }] }),
    results({ response: { error_code: 'QUOTA' } }),
    { message: { results: { error_code: 'QUOTA' } } },
  ]) {
    assert.equal(told(data)[1], 'QUOTA', JSON.stringify(data));
    assert.equal(told({ ...data, error: { code: 'NEARER' } })[1], 'NEARER', JSON.stringify(data));
  }
});

test('where a server says nothing, the error is a sentence of ours', () => {
  const silent = [{}, answer(), answer(''), { message: null }, { error: null }, { error: true }, { error: {} }];
  const odd = [{ error: { message: 5, code: 5 } }, { message: '' }, { code: '', message: { results: [null, [], 5] } }];
  for (const data of [...silent, ...odd]) assert.deepEqual(told(data), OWN, JSON.stringify(data));
});

test('whatever a server sends, there is a message and a code', () => {
  const names = ['error', 'message', 'results', 'response', 'content', 'code', 'error_code'];
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 5 }, json, fc.array(tie('any'), { maxLength: 3 }), tie('object')),
    object: fc.record(Object.fromEntries(names.map((name) => [name, tie('any')])), { requiredKeys: [] }),
  }));
  const objects = any.filter((value) => typeof value === 'object' && value !== null);
  fc.assert(
    fc.property(objects, objects, (message, data) => {
      const [text, code] = told(message, data);
      assert.ok(typeof text === 'string' && text !== '');
      assert.ok(typeof code === 'string' && code !== '');
    }),
    { numRuns: 2000 },
  );
});
