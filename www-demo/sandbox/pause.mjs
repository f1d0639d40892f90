// Waiting that ends at once, with false, when what it waits for is gone.
import { setTimeout as wait } from 'node:timers/promises';

/** @returns {Promise<boolean>} whether the time has passed undisturbed */
export async function pause(ms, signal) {
  if (signal?.aborted) return false;
  if (!(ms > 0)) return true;
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
