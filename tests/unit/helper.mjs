// What the tests of payloads share: arbitrary JSON that is rich in the keys that matter, and objects nobody can change.
import fc from 'fast-check';

/** Frozen all the way down: whoever writes to it throws. */
export function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/** What a server reads of a value. */
export const sent = (value) => JSON.parse(JSON.stringify(value));

// Few names, so that two objects often have the same; some of them trouble a careless merge.
const keys = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', 'content', 'variant', 'attributes') },
  { weight: 2, arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '') },
  { weight: 1, arbitrary: fc.string({ maxLength: 3 }) },
);

// JSON text is parsed, because an object literal cannot hold a key called __proto__.
const objectOf = (values) =>
  fc.array(fc.tuple(keys, values), { maxLength: 5 }).map((entries) => {
    const unique = new Map(entries.map(([key, value]) => [JSON.stringify(key), JSON.stringify(value)]));
    return JSON.parse(`{${[...unique].map(([key, value]) => `${key}:${value}`).join(',')}}`);
  });

const { tree } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.boolean(), fc.constant(null), fc.constant('')),
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    tie('leaf'),
    objectOf(tie('tree')),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}));

/** Arbitrary JSON, and arbitrary JSON objects. */
export const json = tree;
export const jsonObject = objectOf(tree);
