// One thing at a time, across processes: a directory is the lock, because making one is atomic everywhere. Its owner
// touches it while it works; a lock that nobody touches is the leftover of a killed process and is taken over.
import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './log.mjs';

const STALE_MS = 30_000;
const held = new Set();

process.on('exit', () => {
  for (const directory of held) rmSync(directory, { recursive: true, force: true });
});
process.once('SIGINT', () => process.exit(130));

/** Moved first, because of several that wait only one can move it, and only that one may remove it. */
function takeAway(directory) {
  const leftover = `${directory}.stale-${process.pid}`;
  try {
    renameSync(directory, leftover);
    rmSync(leftover, { recursive: true, force: true });
  } catch {
    // Another process was quicker.
  }
}

export async function withLock(directory, waitingFor, work) {
  mkdirSync(path.dirname(directory), { recursive: true });
  let told = false;
  for (;;) {
    try {
      mkdirSync(directory);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!told) {
      say(`- waiting: another process is busy with ${waitingFor}`);
      told = true;
    }
    const touched = statSync(directory, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== undefined && Date.now() - touched > STALE_MS) takeAway(directory);
    else await sleep(500);
  }
  held.add(directory);
  const heartbeat = setInterval(() => {
    try {
      utimesSync(directory, new Date(), new Date());
    } catch {
      // Somebody removed it by hand; nothing that we could do better now.
    }
  }, 5_000);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    held.delete(directory);
    rmSync(directory, { recursive: true, force: true });
  }
}
