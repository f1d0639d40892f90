// Where strict validation comes from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadStrict, provideStrict } from '../../src/browser/strict.js';

test('an entry that has none says so', async () => {
  await assert.rejects(loadStrict(), /no strict validation/);
});

test('it is what the module of the entry in use starts with, and loaded only when it is wanted', async () => {
  let loaded = 0;
  const check = () => [];
  provideStrict(async () => assert.fail('of an entry that is no longer in use'));
  provideStrict(async () => {
    loaded++;
    return { start: async () => check };
  });
  assert.equal(loaded, 0);
  assert.equal(await loadStrict(), check);
  assert.equal(loaded, 1);
});

test('a module that does not load, or does not start, is a rejection', async () => {
  const cause = new Error('refused');
  provideStrict(() => Promise.reject(cause));
  await assert.rejects(loadStrict(), cause);
  provideStrict(async () => ({ start: () => Promise.reject(cause) }));
  await assert.rejects(loadStrict(), cause);
});
