// The size of a text on the wire, exact where it matters.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf8Bytes } from '../../src/browser/payload.js';

const LIMIT = 131_072;
const truth = (text) => Buffer.byteLength(text, 'utf8');
// Lone surrogates, too: they are sent as U+FFFD.
const texts = fc
  .array(fc.constantFrom('a', 'é', '€', '😀', '\ud83d', '\ude00', '\u0000', '中', '\ufeff'), { maxLength: 60 })
  .map((pieces) => pieces.join(''));

test('a size at the limit is exact, for characters of 1 to 4 bytes', () => {
  for (const character of ['a', 'é', '€', '😀', '\ud800', '\udc00']) {
    const size = truth(character);
    for (const spare of [-5, -1, 0, 1, 5]) {
      const count = Math.floor((LIMIT + spare) / size);
      const text = character.repeat(count) + 'x'.repeat(LIMIT + spare - count * size);
      assert.equal(truth(text), LIMIT + spare);
      const bytes = utf8Bytes(text, LIMIT);
      if (spare > 0) assert.ok(bytes > LIMIT, `${character} ${spare}`);
      else assert.equal(bytes, LIMIT + spare, `${character} ${spare}`);
    }
  }
});

test('131,073 bytes of emoji and a letter are too many', () => {
  const text = `${'😀'.repeat(LIMIT / 4)}x`;
  assert.equal(text.length, LIMIT / 2 + 1);
  assert.ok(utf8Bytes(text, LIMIT) > LIMIT);
  assert.equal(utf8Bytes(text.slice(0, -1), LIMIT), LIMIT);
});

test('a character that straddles the limit counts as over it', () => {
  for (const character of ['é', '€', '😀', '\ud800']) {
    for (let before = LIMIT - 3; before <= LIMIT; before++) {
      const text = 'x'.repeat(before) + character;
      const bytes = utf8Bytes(text, LIMIT);
      assert.equal(bytes > LIMIT, truth(text) > LIMIT, `${character} at ${before}`);
    }
  }
});

test('the size is that of UTF-8, or more than any limit it exceeds', () => {
  fc.assert(
    fc.property(texts, fc.nat({ max: 200 }), (text, limit) => {
      const bytes = utf8Bytes(text, limit);
      if (truth(text) <= limit) assert.equal(bytes, truth(text));
      else assert.ok(bytes > limit);
    }),
    { numRuns: 3000 },
  );
});

test('a larger limit after a smaller one is counted right', () => {
  assert.equal(utf8Bytes('x'.repeat(10), 10), 10);
  assert.equal(utf8Bytes('€'.repeat(LIMIT), LIMIT * 3), LIMIT * 3);
  assert.equal(utf8Bytes('', 0), 0);
});
