// Waiting for what is certain to come, where another browser than Chromium takes its time.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

export async function eventually(look, what) {
  for (const end = Date.now() + 20_000; ; await pause(25)) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come to this: ${what}`);
  }
}
