// What the tests stand on: a page whose browser fails costs no other test, and itself only if it happens again.
import assert from 'node:assert/strict';
import { inPage } from './helper.mjs';

const needs = ['devtools'];
let times = 0;

inPage(
  'a test whose page crashes runs once more, in a new browser',
  async ({ page, run }) => {
    times += 1;
    if (times === 1) await page.goto('chrome://crash');
    assert.equal(await run(async () => (await make().interaction(params())).state), 'completed');
  },
  { needs },
);

inPage(
  'what comes after it finds a browser that works',
  async ({ run, control }) => {
    assert.equal(times, 2);
    assert.equal(await run(async () => (await make().interaction(params())).state), 'completed');
    assert.equal(control.requests().length, 1);
  },
  { needs },
);
