// Connections come and go by the thousand, and nothing stays: no listener, timer or socket, no memory; and a client that
// is forgotten is collected, whatever it was doing.
import assert from 'node:assert/strict';
import { eventually } from './helper.mjs';
import { watched } from './watch.mjs';

const CYCLES = 1_000;
const NOTHING = { listeners: 0, timers: 0, sockets: 0 };
// Settled requests are kept for a while, up to a bound: it is the bound that counts here, however fast the machine is.
const SMALL = { payloadDefaults: 'compact', deviceInfo: false, lateUpdatesMs: 600_000 };

watched(
  `${CYCLES} times connected, asked, closed: nothing is left, and memory is flat`,
  async ({ run, collect, control }) => {
    control.config({ logLimit: 100 });
    await run((small) => {
      window.client = quick(small);
      window.loop = async (rounds) => {
        for (let round = 0; round < rounds; round += 1) {
          await client.openConnection();
          await client.interaction(params(), { until: () => true });
          client.closeConnection();
        }
        return count();
      };
    }, SMALL);
    // As many as it takes until everything has its size.
    const warm = await run(() => loop(300));
    const heapBefore = await collect();
    const later = await run((cycles) => loop(cycles), CYCLES);
    const grown = (await collect()) - heapBefore;
    console.log(
      `${CYCLES} cycles: the wasm grew from ${warm.wasmBytes} to ${later.wasmBytes} bytes, the heap by ${grown}`,
    );
    assert.deepEqual(later, warm);
    assert.ok(grown < 500_000, `the page’s heap grew by ${grown} bytes`);
    assert.equal((await run(() => left())).sockets, 0);
    await run(() => client.cleanup());
    await eventually(async () => (await run(() => left().timers)) === 0, 'no timer is left');
    assert.deepEqual(await run(() => left()), NOTHING);
    await eventually(() => control.counts().socketsOpen === 0);
    assert.equal(control.counts().tokensReused, 0);
  },
  { timeout: 90_000 },
);

watched(
  'connections that are cut 200 times leave nothing',
  async ({ run, collect, control }) => {
    control.config({ logLimit: 100 });
    await run((small) => {
      window.client = quick({ ...small, reconnect: { firstDelayMs: 1, baseDelayMs: 1, maxDelayMs: 2 } });
      return client.openConnection();
    }, SMALL);
    control.fault({ fault: 'kill', framesIn: 2 });
    await run(() => {
      window.loop = async (connects) => {
        while (client.metrics().connects < connects) await client.interaction(params(), { until: () => true });
        return count();
      };
    });
    // Settled requests are kept for a while, up to a bound that is reached by then.
    const warm = await run(() => loop(300));
    const heapBefore = await collect();
    const later = await run(() => loop(500));
    const grown = (await collect()) - heapBefore;
    assert.deepEqual(later.wasmBytes, warm.wasmBytes);
    assert.ok(grown < 500_000, `the page’s heap grew by ${grown} bytes`);
    await run(() => client.cleanup());
    await eventually(async () => (await run(() => left().timers)) === 0, 'no timer is left');
    assert.deepEqual(await run(() => left()), NOTHING);
  },
  { timeout: 60_000 },
);

watched(
  'sockets that were replaced 50 times leave nothing',
  async ({ run }) => {
    await run(async (small) => {
      window.client = quick({ ...small, maxConnectionAgeMs: 20 });
      await client.openConnection();
      await come(() => client.metrics().handOvers >= 50);
    }, SMALL);
    const { sockets } = await run(() => left());
    assert.ok(sockets <= 2, `${sockets} sockets at once`);
    await run(() => client.cleanup());
    await eventually(async () => (await run(() => left().timers)) === 0, 'no timer is left');
    assert.deepEqual(await run(() => left()), NOTHING);
  },
  { needs: [] },
);

// What a client can be doing when it is ended, or forgotten: how it comes to that.
const DOING = {
  nothing: {},
  'being open': { use: () => client.openConnection() },
  'waiting for its next attempt': {
    use: () => client.openConnection(),
    then: ({ control }) => control.down(),
    reach: () => reached(client, 'waiting'),
    options: { reconnect: { firstDelayMs: 600_000 } },
  },
  'reconnecting again and again': {
    use: () => client.openConnection(),
    then: ({ control }) => control.down(),
    reach: () => come(() => client.metrics().reconnects >= 3),
  },
  'a handshake that hangs': {
    use: () => client.openConnection(),
    then: ({ control }) => control.fault([{ fault: 'handshake-hang' }, { fault: 'kill' }]),
    reach: () => come(() => client.metrics().reconnects >= 1 && client.connection.state === 'connecting'),
  },
  'being offline': {
    use: () => client.openConnection(),
    then: ({ control, run }) => {
      control.fault({ fault: 'kill' });
      return run(() => window.dispatchEvent(new Event('offline')));
    },
    reach: () => reached(client, 'offline'),
  },
  'a hand-over': {
    use: () => client.openConnection(),
    then: ({ control, run }) => {
      control.fault({ fault: 'handshake-hang' });
      return run(() => window.dispatchEvent(new Event('online')));
    },
    reach: () => come(() => left().sockets === 2),
  },
};

for (const [what, { use, then, reach, options }] of Object.entries(DOING)) {
  const prepare = async (test) => {
    const { run } = test;
    await run((options) => void (window.client = quick(options)), options);
    if (use) await run(use);
    await then?.(test);
    if (reach) await run(reach);
  };

  watched(
    `cleanup() while ${what} leaves nothing`,
    async (test) => {
      const { run, control } = test;
      await prepare(test);
      await run(() => client.cleanup());
      await eventually(async () => (await run(() => left().timers)) === 0, 'no timer is left');
      assert.deepEqual(await run(() => left()), NOTHING);
      const { tokenRequests } = control.counts();
      control.clearFaults();
      await run(() => {
        window.dispatchEvent(new Event('online'));
        return new Promise((resolve) => setTimeout(resolve, 100));
      });
      assert.equal(control.counts().tokenRequests, tokenRequests, 'and nothing begins again');
      await eventually(() => control.counts().socketsOpen === 0);
    },
    { needs: [] },
  );

  watched(`a client that is forgotten while ${what} is collected, with all it had`, async (test) => {
    const { run, collect, control } = test;
    await prepare(test);
    await run(() => {
      window.reference = new WeakRef(client);
      window.client = undefined;
    });
    await eventually(async () => {
      await collect();
      return run(() => reference.deref() === undefined);
    }, 'the client was collected');
    control.clearFaults();
    await eventually(async () => {
      await collect();
      const { listeners, sockets } = await run(() => left());
      return listeners === 0 && sockets === 0;
    }, 'its listeners and sockets are gone');
    await eventually(() => control.counts().socketsOpen === 0, 'the server has lost it as well');
  });
}

// Where one page makes way for another, both have the same window for the code of the first, and timers are counted anew.
watched('a client of the page before takes no timer of the page after it', async ({ page, run, collect, sandbox }) => {
  await run(async () => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = '/page/index.html';
    document.body.append(frame);
    await loaded;
  });
  const [, frame] = page.frames();
  const waiting = await frame.evaluate(async () => {
    const client = make();
    await client.openConnection();
    // The code stays, as it does for a moment whenever a page is left.
    parent.code = client.constructor;
    parent.reference = new WeakRef(client);
    return left().timers;
  });
  assert.ok(waiting > 0, 'the client waits for a time to come');
  await frame.goto(`${sandbox.url}/page/empty.html`);
  await frame.evaluate(() => {
    window.fired = 0;
    for (let timer = 0; timer < 100; timer += 1) setTimeout(() => (fired += 1), 2_000);
  });
  await eventually(async () => {
    await collect();
    return run(() => reference.deref() === undefined);
  }, 'the client was collected');
  await eventually(() => frame.evaluate(() => fired === 100), 'every timer of the new page has fired');
});
