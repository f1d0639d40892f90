// What a message shows of itself, whatever form it comes in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ACTIONS } from '../../src/browser/actions.js';
import { correlationId, sight } from '../../src/browser/message.js';
import { deepFreeze, json } from './helper.mjs';

// The bits of Rust's `Sighting`.
const HAS_HEADERS = 1;
const HAS_PAYLOAD = 2;
const HAS_ERROR_SCHEMA = 4;
const HAS_ERROR = [8, 16];
const STATE = [1 << 5, 1 << 7];
const TYPE = [1 << 9, 1 << 13];
const [COMPLETED, ERROR, OTHER] = [1, 2, 3];
const [TOP, INSIDE] = [0, 1];

const TRANSLATE = ACTIONS.indexOf('translate') + 1;
const ERROR_TYPE = 10;
const UNKNOWN_TYPE = 11;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The twin of `sight` in src/protocol/inbound.rs, over parsed JSON. */
function twin(message) {
  const get = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  const object = (name) => (isObject(get(message, name)) ? get(message, name) : undefined);
  const text = (value, name) => (typeof get(value, name) === 'string' ? get(value, name) : undefined);
  const state = (value) => {
    const said = text(value, 'state');
    if (said === undefined) return 0;
    return said === 'completed' ? COMPLETED : said === 'error' ? ERROR : OTHER;
  };
  const type = (value) => {
    const said = text(value, 'actionType');
    if (said === undefined) return 0;
    if (said === 'error') return ERROR_TYPE;
    // Letter case of ASCII alone counts as the same.
    const lower = said.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const place = ACTIONS.findIndex((action) => action.toLowerCase() === lower);
    return place < 0 ? UNKNOWN_TYPE : place + 1;
  };
  const hasError = (value) => ![undefined, null, false, '', 0].includes(get(value, 'error'));
  const [headers, payload] = [object('headers'), object('payload')];
  let bits = 0;
  if (headers) bits += HAS_HEADERS;
  if (payload) bits += HAS_PAYLOAD;
  if (text(headers, 'schemaRef')?.startsWith('optave.error.')) bits += HAS_ERROR_SCHEMA;
  [message, payload].forEach((value, place) => {
    if (hasError(value)) bits += HAS_ERROR[place];
    bits += state(value) * STATE[place] + type(value) * TYPE[place];
  });
  return bits;
}

/** The twin of `correlation_id` there. */
const twinId = (message) =>
  [message.headers, message, message.payload]
    .map((holder) => (isObject(holder) && Object.hasOwn(holder, 'correlationId') ? holder.correlationId : undefined))
    .find((id) => typeof id === 'string' && id !== '');

const bare = (state) => ({ action: 'superpower', actionType: 'translate', state, message: { results: [] } });
const seen = (state, place) => state * STATE[place] + TRANSLATE * TYPE[place];
const headers = { correlationId: 'one', action: 'interaction', schemaRef: 'optave.response.v3' };
const failed = { code: 'QUOTA', message: 'no more' };

const FORMS = [
  ['a bare message', bare('completed'), seen(COMPLETED, TOP)],
  ['a bare one on its way', bare('started'), seen(OTHER, TOP)],
  ['a bare one that failed', bare('error'), seen(ERROR, TOP)],
  ['an envelope', { action: 'message', headers, payload: bare('started') }, 3 + seen(OTHER, INSIDE)],
  ['an envelope without headers', { payload: bare('completed') }, HAS_PAYLOAD + seen(COMPLETED, INSIDE)],
  [
    'a bare message with a payload',
    { ...bare('completed'), payload: { state: 'error' } },
    HAS_PAYLOAD + seen(COMPLETED, TOP) + ERROR * STATE[INSIDE],
  ],
  ['an error object', { error: failed }, HAS_ERROR[TOP]],
  ['an error text', { error: 'no more' }, HAS_ERROR[TOP]],
  ['an error in the payload', { headers: {}, payload: { error: failed } }, 3 + HAS_ERROR[INSIDE]],
  [
    'an error as list or number',
    { error: [], payload: { error: -1 } },
    HAS_PAYLOAD + HAS_ERROR[TOP] + HAS_ERROR[INSIDE],
  ],
  [
    'an error as action type',
    { actionType: 'error', state: 'completed' },
    ERROR_TYPE * TYPE[TOP] + COMPLETED * STATE[TOP],
  ],
  ['an error by its schema', { headers: { schemaRef: 'optave.error.v3' }, payload: {} }, 3 + HAS_ERROR_SCHEMA],
  ['a schema that is similar', { headers: { schemaRef: 'optave.errors.v3' } }, HAS_HEADERS],
  ['a schema in the wrong place', { schemaRef: 'optave.error.v3', payload: { schemaRef: 'optave.error.v3' } }, 2],
  ['no error', { error: null, payload: { error: '' } }, HAS_PAYLOAD],
  ['no error either', { error: false, payload: { error: 0 } }, HAS_PAYLOAD],
  ['empty texts', { state: '', actionType: '' }, OTHER * STATE[TOP] + UNKNOWN_TYPE * TYPE[TOP]],
  ['another letter case', { state: 'Completed', actionType: 'Error' }, OTHER * STATE[TOP] + UNKNOWN_TYPE * TYPE[TOP]],
  ['what is no text', { state: 1, actionType: ['translate'], payload: { state: {}, actionType: null } }, HAS_PAYLOAD],
  ['lists', { headers: [headers], payload: [bare('completed')] }, 0],
  ['texts', { headers: 'headers', payload: 'payload' }, 0],
  ['nothing', {}, 0],
  ['null', { headers: null, payload: null, error: null, state: null, actionType: null }, 0],
  ['a list', [bare('completed')], 0],
];

for (const [what, message, bits] of FORMS) {
  test(`seen: ${what}`, () => {
    assert.equal(sight(deepFreeze(message)), bits);
    assert.equal(twin(message), bits);
  });
}

test('an action is known in any letter case, at the top and in the payload', () => {
  ACTIONS.forEach((action, place) => {
    for (const actionType of [action, action.toLowerCase(), action.toUpperCase()]) {
      assert.equal(sight({ actionType }), (place + 1) * TYPE[TOP]);
      assert.equal(sight({ payload: { actionType } }), HAS_PAYLOAD + (place + 1) * TYPE[INSIDE]);
    }
  });
  // Letters that become others in lower or upper case.
  for (const actionType of ['ſummarize', 'İnsights', 'ınsights', 'tranſlate', ' translate', 'message', 'constructor']) {
    assert.equal(sight({ actionType }), UNKNOWN_TYPE * TYPE[TOP], actionType);
  }
});

// Arbitrary JSON that often has the names, and the words, that matter.
const names = ['headers', 'payload', 'correlationId', 'schemaRef', 'actionType', 'state', 'error', 'message'];
const word = fc.oneof(
  fc.constantFrom('completed', 'error', 'started', 'optave.error.v3', 'optave.error.', '', 'a', 'b', '\u212a', 'ſ'),
  fc.constantFrom(...ACTIONS, ...ACTIONS.map((action) => action.toUpperCase())),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const value = fc.oneof(word, json, fc.constantFrom(null, true, false, 0, -0, 1.5, [], {}));
const flat = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
const messages = fc
  .oneof(
    flat,
    fc.record({ headers: fc.oneof(flat, value), payload: fc.oneof(flat, value) }, { requiredKeys: [] }),
    fc.tuple(flat, fc.record({ headers: flat, payload: flat }, { requiredKeys: [] })).map(([a, b]) => ({ ...a, ...b })),
    json.filter((value) => typeof value === 'object' && value !== null),
  )
  .map((message) => JSON.parse(JSON.stringify(message)));

test('any message is seen as Rust’s twin sees it, in 17 bits', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const bits = sight(deepFreeze(message));
      assert.ok(Number.isInteger(bits) && bits >= 0 && bits < 2 ** 17);
      assert.ok(((bits >> 9) & 15) <= UNKNOWN_TYPE && bits >> 13 <= UNKNOWN_TYPE);
      assert.equal(bits, twin(message));
    }),
    { numRuns: 5000 },
  );
});

test('any message names the id that Rust’s twin finds, or none', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const id = correlationId(deepFreeze(message));
      assert.equal(id, twinId(message));
      assert.ok(id === undefined || (typeof id === 'string' && id !== ''));
    }),
    { numRuns: 5000 },
  );
});

test('an id stands in the headers, else at the top, else in the payload', () => {
  const of = (...ids) => {
    const [inHeaders, atTop, inPayload] = ids;
    return correlationId({
      headers: { correlationId: inHeaders },
      correlationId: atTop,
      payload: { correlationId: inPayload },
    });
  };
  assert.equal(of('a', 'b', 'c'), 'a');
  assert.equal(of('', 'b', 'c'), 'b');
  assert.equal(of(5, null, 'c'), 'c');
  assert.equal(of({}, [], true), undefined);
  for (const odd of [null, undefined, 'text', 5, true, ['a'], []]) {
    assert.equal(correlationId({ headers: odd, payload: odd }), undefined);
    assert.equal(correlationId({ headers: odd, payload: { correlationId: 'c' } }), 'c');
  }
  assert.equal(correlationId({}), undefined);
});
