// What is left behind: nothing. The wasm’s memory, the page’s heap and its listeners are flat however many requests
// were made, and a client that is forgotten goes with its socket.
import assert from 'node:assert/strict';
import { answering } from './answering.mjs';
import { eventually } from './helper.mjs';
import { watched } from './watch.mjs';

const REQUESTS = 100_000;
const IN_FLIGHT = 500;

const port = answering();

watched(
  `after ${REQUESTS} requests memory and listeners are as after the first thousands`,
  async ({ run, collect }) => {
    await run(
      async ({ port, inFlight }) => {
        window.client = make({
          websocketUrl: `ws://127.0.0.1:${port}`,
          tokenProvider: () => 'token',
          payloadDefaults: 'compact',
          deviceInfo: false,
        });
        await client.openConnection();
        window.small = { request: { connections: { threadId: 't' }, scope: { conversations: [{}] } } };
        window.loop = async (total) => {
          for (let sent = 0; sent < total; sent += inFlight) {
            await Promise.all(Array.from({ length: inFlight }, () => client.interaction(small)));
          }
          return count();
        };
      },
      { port: port(), inFlight: IN_FLIGHT },
    );
    const warm = await run((total) => loop(total), 5_000);
    const heapBefore = await collect();
    const later = await run((total) => loop(total), REQUESTS);
    const heapAfter = await collect();
    assert.equal(warm.wasmBytes.length, 2, 'that of the module, and that of its unpacker');
    assert.deepEqual(later, warm);
    assert.ok(heapAfter - heapBefore < 1_000_000, `the page’s heap grew by ${heapAfter - heapBefore} bytes`);
    const found = await run(async () => {
      client.cleanup();
      return count();
    });
    assert.equal(found.listeners, 0, 'and none is left after cleanup');
  },
  { timeout: 90_000 },
);

watched('requests that fail in every way leave nothing either', async ({ run, collect }) => {
  await run(async (port) => {
    window.client = make({ websocketUrl: `ws://127.0.0.1:${port}`, tokenProvider: () => 'token', logger: {} });
    await client.openConnection();
    const fail = () => {
      throw new Error('of the page');
    };
    client.on('update', fail);
    const large = params({ attributes: { content: 'x'.repeat(140_000) } });
    window.loop = async (rounds) => {
      for (let round = 0; round < rounds; round += 1) {
        const controller = new AbortController();
        const cancelled = client.interaction(params(), { signal: controller.signal, timeoutMs: 5000 });
        const failing = [
          client.interaction({}),
          client.interaction(params({ big: 1n })),
          client.interaction(params(), { until: fail }),
          client.interaction(Object.defineProperty({}, 'request', { enumerable: true, get: fail })),
          client.interaction(large),
          cancelled,
        ];
        const settled = Promise.allSettled(failing);
        controller.abort();
        await settled;
        await client.interaction(params(), { signal: controller.signal }).catch(() => {});
      }
      return count();
    };
  }, port());
  // Settled requests are kept for a while for their late updates, up to a bound that is reached here.
  const warm = await run(() => loop(300));
  const heapBefore = await collect();
  assert.deepEqual(await run(() => loop(600)), warm);
  const grown = (await collect()) - heapBefore;
  assert.ok(grown < 1_000_000, `the page’s heap grew by ${grown} bytes`);
});

watched('clients that are made and ended leave nothing', async ({ run, collect }) => {
  await run((port) => {
    window.loop = async (rounds) => {
      for (let round = 0; round < rounds; round += 1) {
        const client = make({ websocketUrl: `ws://127.0.0.1:${port}`, tokenProvider: () => 'token' });
        client.on('message', () => client.connection);
        await client.interaction(params());
        client.cleanup();
      }
      return count();
    };
  }, port());
  // What a client holds in the wasm goes when the garbage collector has found the client, not before.
  const round = async () => {
    const found = await run(() => loop(100));
    await collect();
    return found;
  };
  const found = [];
  for (let times = 0; times < 6; times += 1) found.push(await round());
  assert.deepEqual(
    found.map(({ listeners }) => listeners),
    [0, 0, 0, 0, 0, 0],
  );
  // Three hundred clients later; the collector’s moment decides about a page of 64 KiB, a leak would be many.
  const [before, after] = [found[2], found[5]].map(({ wasmBytes }) => wasmBytes.at(-1));
  assert.ok(after - before <= 65_536, `the wasm’s memory grew from ${before} to ${after} bytes`);
});

watched('nor do clients that never connect, by the thousand', async ({ run, collect }) => {
  const round = async () => {
    await run(() => {
      for (let times = 0; times < 500; times += 1) {
        const client = make({ tokenProvider: () => 'token', logger: {} });
        client.on('message', () => client.connection);
        client.cleanup();
      }
    });
    // Once for the clients, once more for what they had.
    for (let times = 0; times < 3; times += 1) await collect();
    return run(() => count());
  };
  const found = [];
  for (let times = 0; times < 4; times += 1) found.push(await round());
  const [, second, , fourth] = found;
  // At most some that the collector has not come to.
  const left = fourth.handles[0] - second.handles[0];
  assert.ok(left < 100, `a thousand clients left ${left} handles`);
  assert.equal(fourth.wasmBytes.at(-1), second.wasmBytes.at(-1));
});

// Whoever waits for a client holds it, even when nothing in the page names it any more: a local variable of an async
// function is reachable only from the promise that the function waits for.
const WAITING = {
  'for the connection': async () => {
    const client = make();
    await client.openConnection();
    return client.connection.state;
  },
  'for an answer': async () => (await make().interaction(params())).state,
  'for an answer over REST': async () => {
    const client = make({ transport: 'rest', restUrl: location.origin });
    return (await client.interaction(params())).state;
  },
  'for updates': async () => {
    const states = [];
    for await (const { state } of make().interaction(params())) states.push(state);
    return states.at(-1);
  },
  'for a token': async () => {
    const tokenProvider = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
    };
    return (await make({ tokenProvider }).interaction(params())).state;
  },
};

for (const [what, wait] of Object.entries(WAITING)) {
  watched(
    `a client that somebody waits on is not collected: ${what}`,
    async ({ page, collect }) => {
      await page.evaluate(`void (window.waiting = 'waits', (${wait})().then((state) => (window.waiting = state)))`);
      // As often as it takes: the token, the handshake and the answer each keep it waiting for a while.
      const state = await eventually(async () => {
        await collect();
        return page.evaluate(() => waiting !== 'waits' && waiting);
      }, 'the promise settled');
      assert.match(state, /^(open|completed)$/);
    },
    { sandbox: { handshakeDelayMs: 300, answerDelayMs: 300, tokenDelayMs: 100 } },
  );
}

/** Until the collector has found the client that `window.reference` refers to. */
const forgotten = async ({ run, collect }) => {
  await eventually(async () => {
    await collect();
    return run(() => reference.deref() === undefined);
  }, 'the client was collected');
};

watched('a client that is merely forgotten is collected with its socket', async (test) => {
  const { run, control } = test;
  await run(async () => {
    // Whatever the page gives may refer to the client.
    const session = { channel: {} };
    const asks = () => session.owner.isConnected();
    const client = make({
      session,
      tokenProvider: async () => {
        asks();
        return (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json();
      },
      onMetric: asks,
      logger: { warn: asks, error: asks },
      until: { interaction: (update) => update.state === 'completed' || asks() },
      reconnect: { isFinal: asks },
      lateUpdatesMs: 1,
    });
    Object.defineProperty(session, 'owner', { value: client });
    client.once('update', asks);
    client.on('message', asks);
    await client.interaction(params(), { onUpdate: asks });
    client.off('message', asks);
    window.reference = new WeakRef(client);
  });
  assert.equal(control.log().connections[0].closedAt, null);
  await forgotten(test);
  await eventually(() => control.log().connections[0].closedAt, 'its socket was closed');
});

watched('a client that nobody holds, but somebody listens to, hears until it is closed', async (test) => {
  const { run, collect, control } = test;
  await run(async () => {
    const client = make({ lateUpdatesMs: 1 });
    window.heard = [];
    client.on('message', ({ actionType }) => {
      heard.push(actionType);
      if (actionType === 'the end') client.closeConnection();
    });
    await client.openConnection();
    window.reference = new WeakRef(client);
  });
  const [{ id: connection }] = control.log().connections;
  for (const actionType of ['one', 'two', 'the end']) {
    for (let times = 0; times < 3; times += 1) await collect();
    const text = JSON.stringify({ action: 'superpower', actionType, state: 'completed' });
    control.push({ connection, messages: [{ text }] });
    await eventually(() => run((name) => heard.at(-1) === name, actionType), `"${actionType}" was heard`);
  }
  await forgotten(test);
});
