// Timers and clocks that the page has its hands on: cleared, all of them; or faked, as tests of pages do.
import assert from 'node:assert/strict';
import { inPage, SILENT, script, superpower } from './helper.mjs';

/** Clears every timer that the page has, as a well-known idiom does. */
const withClearing = (run) =>
  run(() => {
    window.clearAll = () => {
      for (let id = setTimeout(() => {}); id; id--) clearTimeout(id);
      // A timer that was set within the last millisecond is taken to be there still.
      return new Promise((resolve) => setTimeout(resolve, 10));
    };
  });

inPage('every timer is cleared: the next request sets the deadlines again', async ({ run, control }) => {
  script(control, SILENT, SILENT);
  await withClearing(run);
  const code = await run(async () => {
    const client = make({ requestTimeoutMs: 300 });
    await client.openConnection();
    const first = codeOf(client.interaction(params()));
    await clearAll();
    client.interaction(params(), { timeoutMs: 60_000 }).catch(() => {});
    return first;
  });
  assert.equal(code, 'REQUEST_TIMEOUT');
});

inPage('every timer is cleared: the next frame sets the deadlines again', async ({ run, control }) => {
  script(control, SILENT, [{ delayMs: 100, body: superpower('interaction', 'started') }]);
  await withClearing(run);
  const code = await run(async () => {
    const client = make({ requestTimeoutMs: 300 });
    await client.openConnection();
    const first = codeOf(client.interaction(params()));
    client.interaction(params(), { timeoutMs: 60_000 }).catch(() => {});
    clearAll();
    return first;
  });
  assert.equal(code, 'REQUEST_TIMEOUT');
});

inPage(
  'every timer is cleared while it waits for its next attempt: whatever happens next has it made',
  async (test) => {
    const { run, control } = test;
    await withClearing(run);
    await run(async () => {
      window.client = make({ reconnect: { firstDelayMs: 500 } });
      await client.openConnection();
    });
    control.fault({ fault: 'kill' });
    await run(async () => {
      await reached(client, 'waiting');
      await clearAll();
      client.on('update', () => {});
      await reached(client, 'open');
    });
  },
);

/** Gives the page a clock that stands until it is put on: `fakeTimers` as libraries for tests have it. */
const withFakes = (run) =>
  run(() => {
    window.fakeTimers = ({ withPerformance }) => {
      const real = { setTimeout, clearTimeout, Date };
      const timers = new Map();
      let last = 1e12;
      let now = Date.now();
      const began = now;
      window.setTimeout = (work, ms = 0, ...given) => {
        timers.set((last += 1), { at: now + ms, work: () => work(...given) });
        return last;
      };
      window.clearTimeout = (id) => void timers.delete(id);
      window.Date = class extends real.Date {
        constructor(...given) {
          super(...(given.length ? given : [now]));
        }
        static now() {
          return now;
        }
      };
      if (withPerformance) performance.now = () => now - began;
      const rest = () => new Promise((resolve) => real.setTimeout.call(window, resolve, 5));
      return {
        async advance(ms) {
          const end = now + ms;
          for (;;) {
            const due = [...timers].filter(([, { at }]) => at <= end);
            if (due.length === 0) break;
            const [[id, { at, work }]] = due.sort(([, one], [, other]) => one.at - other.at);
            timers.delete(id);
            now = Math.max(now, at);
            work();
            await rest();
          }
          now = end;
          await rest();
        },
        uninstall() {
          Object.assign(window, real);
          delete performance.now;
        },
      };
    };
    /** Whether a promise has come to something. */
    window.watch = (promise) => {
      const watched = { end: undefined };
      promise.then(
        () => (watched.end = 'resolved'),
        (error) => (watched.end = error.code),
      );
      return watched;
    };
  });

const FAKES = [
  { name: 'of setTimeout and Date', withPerformance: false },
  { name: 'of performance.now() too', withPerformance: true },
];

for (const { name, withPerformance } of FAKES) {
  inPage(`fakes ${name}: deadlines come when the clock is put on, and not before`, async ({ run, control }) => {
    script(control, SILENT, SILENT);
    await withFakes(run);
    const found = await run(
      async (options) => {
        const clock = fakeTimers(options);
        const client = make({ requestTimeoutMs: 30_000, halfOpenTimeoutMs: 600_000 });
        await client.openConnection();
        const asked = watch(client.interaction(params()));
        await clock.advance(20_000);
        const early = asked.end;
        await clock.advance(10_000);
        const other = watch(client.interaction(params(), { timeoutMs: 5_000 }));
        await clock.advance(2_500);
        const before = other.end;
        await clock.advance(2_500);
        return [early, asked.end, before, other.end];
      },
      { withPerformance },
    );
    assert.deepEqual(found, [undefined, 'REQUEST_TIMEOUT', undefined, 'REQUEST_TIMEOUT']);
    assert.equal(control.counts().handshakes, 1, 'a clock that is put on is no sleep');
  });

  inPage(`fakes ${name}, put in while a client works: its deadlines come, and no sooner`, async ({ run, control }) => {
    script(control, SILENT, SILENT, [superpower('interaction')]);
    await withFakes(run);
    const found = await run(
      async (options) => {
        const client = make({ requestTimeoutMs: 30_000, halfOpenTimeoutMs: 600_000 });
        await client.openConnection();
        const first = watch(client.interaction(params()));
        const clock = fakeTimers(options);
        const second = watch(client.interaction(params(), { timeoutMs: 20_000 }));
        await clock.advance(10_000);
        const early = [first.end, second.end];
        await clock.advance(10_000);
        const between = [first.end, second.end];
        await clock.advance(10_000);
        const late = [first.end, second.end];
        clock.uninstall();
        // Time goes on by itself again.
        const third = await outcome(client.interaction(params(), { until: () => false, timeoutMs: 200 }));
        return { early, between, late, third: third.error.code };
      },
      { withPerformance },
    );
    assert.deepEqual(found, {
      early: [undefined, undefined],
      between: [undefined, 'REQUEST_TIMEOUT'],
      late: ['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT'],
      third: 'REQUEST_TIMEOUT',
    });
  });

  inPage(`fakes ${name}: the next attempt to connect comes when the clock is put on`, async ({ run, control }) => {
    await withFakes(run);
    await run(
      async (options) => {
        window.clock = fakeTimers(options);
        window.client = make({ reconnect: { firstDelayMs: 4_000 } });
        await client.openConnection();
        window.waits = new Promise((resolve) => client.once('reconnecting', resolve));
        window.opens = new Promise((resolve) => client.once('open', resolve));
      },
      { withPerformance },
    );
    control.fault({ fault: 'kill' });
    const state = await run(async () => {
      await waits;
      await clock.advance(4_000);
      await opens;
      return client.connection.state;
    });
    assert.equal(state, 'open');
  });
}

inPage('a timer of before that the fakes cannot clear does not put the clock on', async ({ run, control }) => {
  script(control, SILENT, SILENT);
  await withFakes(run);
  const found = await run(async () => {
    const client = make({ requestTimeoutMs: 100 });
    await client.openConnection();
    const first = watch(client.interaction(params()));
    const clock = fakeTimers({ withPerformance: true });
    const second = watch(client.interaction(params(), { timeoutMs: 20_000 }));
    // The real timer fires meanwhile.
    const { port1, port2 } = new MessageChannel();
    const realNow = () => Performance.prototype.now.call(performance);
    for (const end = realNow() + 400; realNow() < end;) {
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage('');
      });
    }
    const early = [first.end, second.end];
    await clock.advance(100);
    return { early, late: [first.end, second.end] };
  });
  assert.deepEqual(found, { early: [undefined, undefined], late: ['REQUEST_TIMEOUT', undefined] });
});
