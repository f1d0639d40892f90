// In a dedicated worker, where there is no document: everything as in a page.
import assert from 'node:assert/strict';
import { eventually, inPage, SILENT, script } from './helper.mjs';
import { startWorker } from './in-worker.mjs';

/** A test in a worker of the page: `run` evaluates there. */
const inWorker = (name, body) =>
  inPage(name, async (test) => {
    const { page } = test;
    const run = await startWorker(page);
    await body({ ...test, run });
    assert.deepEqual(await run(() => rejections), [], 'unhandled rejections in the worker');
    await page.evaluate(() => worker.terminate());
  });

const openClient = (run, options) =>
  run(async (options) => {
    self.client = quick(options);
    self.seen = record(client, 'state', 'close', 'error');
    await client.openConnection();
  }, options);

inWorker('in a worker a lost connection comes back, and what was out is answered', async ({ run, control }) => {
  script(control, SILENT);
  await openClient(run);
  await run(() => void (self.asked = outcome(client.interaction(params()))));
  await eventually(() => control.counts().framesReceived === 1);
  control.fault({ fault: 'kill' });
  assert.equal((await run(() => asked)).error, undefined);
  assert.equal(control.requests()[0].times, 2);
  assert.equal(control.counts().tokensReused, 0);
});

inWorker('in a worker offline pauses, and online retries at once', async ({ run, control }) => {
  await openClient(run, { reconnect: { firstDelayMs: 600_000 } });
  await run(() => self.dispatchEvent(new Event('offline')));
  control.fault({ fault: 'kill' });
  await run(() => reached(client, 'offline'));
  await run(() => self.dispatchEvent(new Event('online')));
  await run(() => reached(client, 'open'));
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
});

inWorker('in a worker a dead socket is noticed, by silence and by the clock', async ({ run, control }) => {
  await openClient(run, { halfOpenTimeoutMs: 150 });
  control.fault({ fault: 'half-open', to: 'present' });
  assert.equal(await run(async () => (await client.interaction(params())).state), 'completed');
  const { handshakes } = control.counts();
  await run(() => {
    const { now } = Date;
    Date.now = () => now() + 3_600_000;
  });
  await eventually(() => control.counts().handshakes > handshakes, 'the jump of the clock was noticed');
  assert.deepEqual(await run(() => valuesOf(seen, 'close')), []);
});

inWorker('in a worker hand-overs lose nothing', async ({ run, control }) => {
  await openClient(run, { maxConnectionAgeMs: 100 });
  const found = await run(async () => {
    const states = new Set();
    await come(async () => {
      states.add((await client.interaction(params())).state);
      return client.metrics().handOvers >= 3;
    });
    client.cleanup();
    return [...states, seen.filter(({ name }) => name === 'error').length];
  });
  assert.deepEqual(found, ['completed', 0]);
  assert.ok(control.requests().every(({ times }) => times === 1));
});
