// What stands at the places of a payload that actions require.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { look } from '../../src/browser/payload.js';
import { deepFreeze, json } from './helper.mjs';

const NOTHING = { object: [undefined, null], text: [undefined, null, ''], list: [undefined, null, []] };
const RIGHT = { object: [{}, { a: 1 }], text: ['x', ' ', '\ud800'], list: [[1], [null], [{}]] };
const WRONG = {
  object: ['', 'text', 0, 5, true, false, [], [{}], 5n, Symbol('s'), () => {}],
  text: [0, 5, true, false, {}, [], ['x'], 5n, Symbol('s'), () => {}],
  list: ['', 'text', 0, 5, true, false, {}, { length: 1 }, 5n, Symbol('s'), () => {}],
};

/** The places that Rust knows, by their paths, and what belongs there: read from its source, which nobody else can see. */
function places() {
  const source = readFileSync(new URL('../../src/protocol/required.rs', import.meta.url), 'utf8');
  const paths = [...source.matchAll(/^ +\w+ => "((?:session|request)[\w.]*)",$/gm)].map(([, path]) => path);
  const kinds = { threadId: 'text', parentId: 'text', content: 'text', instruction: 'text', organizationId: 'text' };
  Object.assign(kinds, { conversations: 'list', offers: 'list' });
  return paths.map((path) => [path, kinds[path.split('.').at(-1)] ?? 'object']);
}

const PLACES = places();
const nameOf = (path) => path.split('.').at(-1);

/** A payload in which nothing but `value` stands at `path`, with the objects around it. */
const payloadWith = (path, value) =>
  deepFreeze(path.split('.').reduceRight((inner, name) => ({ [name]: inner }), value));

test('every place that Rust knows is looked at, and no other', () => {
  assert.equal(PLACES.length, 14);
  assert.deepEqual(
    Object.keys(look({})),
    PLACES.map(([path]) => nameOf(path)),
  );
});

for (const [path, kind] of PLACES) {
  test(`${path} is told as missing, right or wrong`, () => {
    for (const [values, expected] of [
      [NOTHING[kind], undefined],
      [RIGHT[kind], true],
      [WRONG[kind], false],
    ]) {
      for (const value of values) {
        assert.equal(look(payloadWith(path, value))[nameOf(path)], expected, typeof value);
      }
    }
  });

  test(`with ${path} alone nothing is seen but that and what holds it`, () => {
    const seen = look(payloadWith(path, RIGHT[kind][0]));
    for (const [other] of PLACES) {
      const isSeen = other === path || path.startsWith(`${other}.`);
      assert.equal(seen[nameOf(other)], isSeen ? true : undefined, other);
    }
  });
}

test('a whole payload has everything', () => {
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
  assert.deepEqual(new Set(Object.values(look(whole))), new Set([true]));
});

test('what a class or a page has on a prototype is not there: it is not sent', () => {
  class Connections {
    get threadId() {
      return 't';
    }
  }
  assert.equal(look({ request: { connections: new Connections() } }).threadId, undefined);
});

test('whatever stands anywhere gets an answer', () => {
  const anything = fc.oneof(json, fc.anything());
  const some = (fields) => fc.record(fields, { requiredKeys: [] });
  const holderOf = (holder) => {
    const inside = PLACES.filter(([path]) => path.startsWith(`${holder}.`));
    const own = Object.fromEntries(inside.map(([path]) => [nameOf(path), anything]));
    return fc.oneof(anything, some(own));
  };
  const holders = PLACES.filter(([path]) => path.split('.').length === 2).map(([path]) => path);
  const request = some(Object.fromEntries(holders.map((path) => [nameOf(path), holderOf(path)])));
  fc.assert(
    fc.property(anything, fc.oneof(anything, request), (session, request) => {
      for (const found of Object.values(look({ session, request })))
        assert.ok([undefined, true, false].includes(found));
    }),
    { numRuns: 2000 },
  );
});
