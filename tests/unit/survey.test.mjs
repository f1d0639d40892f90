// What stands at the places that actions require.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { survey } from '../../src/browser/payload.js';
import { deepFreeze, json } from './helper.mjs';

// In the order of the bits, which is that of `Place` in src/protocol/required.rs.
const PLACES = [
  ['session', 'object'],
  ['request', 'object'],
  ['request.connections', 'object'],
  ['request.attributes', 'object'],
  ['request.context', 'object'],
  ['request.scope', 'object'],
  ['request.resources', 'object'],
  ['request.connections.threadId', 'text'],
  ['request.connections.parentId', 'text'],
  ['request.attributes.content', 'text'],
  ['request.attributes.instruction', 'text'],
  ['request.context.organizationId', 'text'],
  ['request.scope.conversations', 'list'],
  ['request.resources.offers', 'list'],
];
const NOTHING = { object: [undefined, null], text: [undefined, null, ''], list: [undefined, null, []] };
const RIGHT = { object: [{}, { a: 1 }], text: ['x', ' ', '\ud800'], list: [[1], [null], [{}]] };
const WRONG = {
  object: ['', 'text', 0, 5, true, false, [], [{}], 5n, Symbol('s'), () => {}],
  text: [0, 5, true, false, {}, [], ['x'], 5n, Symbol('s'), () => {}],
  list: ['', 'text', 0, 5, true, false, {}, { length: 1 }, 5n, Symbol('s'), () => {}],
};

/** A payload in which nothing but `value` stands at `path`, with the objects around it. */
function payloadWith(path, value) {
  const payload = {};
  const names = path.split('.');
  const last = names.pop();
  let holder = payload;
  for (const name of names) holder = holder[name] = {};
  holder[last] = value;
  return deepFreeze(payload);
}

const found = (payload, place) => (survey(payload) >> (2 * place)) & 3;

PLACES.forEach(([path, kind], place) => {
  test(`${path} is told as missing, right or wrong`, () => {
    for (const [values, bits] of [
      [NOTHING[kind], 0],
      [RIGHT[kind], 1],
      [WRONG[kind], 2],
    ]) {
      for (const value of values) assert.equal(found(payloadWith(path, value), place), bits, typeof value);
    }
  });

  test(`${path} alone sets no other bits than its own and its holders'`, () => {
    const expected = PLACES.reduce(
      (bits, [other], index) => (other === path || path.startsWith(`${other}.`) ? bits | (1 << (2 * index)) : bits),
      0,
    );
    assert.equal(survey(payloadWith(path, RIGHT[kind][0])), expected);
  });
});

test('an empty payload has nothing anywhere, a whole one everything', () => {
  assert.equal(survey({}), 0);
  const whole = {
    session: {},
    request: {
      connections: { threadId: 't', parentId: 'p' },
      attributes: { content: 'c', instruction: 'i' },
      context: { organizationId: 'o' },
      scope: { conversations: [1] },
      resources: { offers: [1] },
    },
  };
  assert.equal(survey(whole), 0b01_01_01_01_01_01_01_01_01_01_01_01_01_01);
});

test('null or anything else anywhere gets an answer of 28 bits', () => {
  const holders = ['connections', 'attributes', 'context', 'scope', 'resources'];
  const anything = fc.oneof(json, fc.anything());
  const fields = Object.fromEntries(
    PLACES.filter(([path]) => path.split('.').length === 3).map(([path]) => [path.split('.')[2], anything]),
  );
  const holder = fc.oneof(anything, fc.record(fields, { requiredKeys: [] }));
  const request = fc.oneof(
    anything,
    fc.record(Object.fromEntries(holders.map((name) => [name, holder])), { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(anything, request, (session, request) => {
      const bits = survey({ session, request });
      assert.ok(Number.isInteger(bits) && bits >= 0 && bits < 2 ** 28);
      // No place is both right and wrong.
      PLACES.forEach((_, place) => assert.notEqual((bits >> (2 * place)) & 3, 3));
    }),
    { numRuns: 2000 },
  );
});
