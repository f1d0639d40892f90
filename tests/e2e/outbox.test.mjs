// What waits while there is no connection: bounded, in order, each with its own deadline, and handed back when the
// client is ended. And what waits because the connection takes nothing more.
import assert from 'node:assert/strict';
import { eventually, inPage, SILENT, script } from './helper.mjs';

/** A client in the page as `client` whose server has gone. */
async function cutOff({ run, control }, options) {
  await run(async (options) => {
    window.client = quick(options);
    await client.openConnection();
  }, options);
  control.down();
  await run(() => come(() => !client.isConnected()));
}

inPage('so many requests wait, and no more; what is too much fails at once', async (test) => {
  const { run, control } = test;
  await cutOff(test, { queue: { maxRequests: 3 } });
  const found = await run(async () => {
    window.asked = Array.from({ length: 5 }, () => outcome(client.interaction(params())));
    const errors = await Promise.all(asked.slice(3));
    return errors.map(({ error }) => [error.code, error.retryable]);
  });
  assert.deepEqual(found, [
    ['QUEUE_FULL', true],
    ['QUEUE_FULL', true],
  ]);
  control.up();
  assert.equal(await run(async () => (await Promise.all(asked)).filter(({ value }) => value).length), 3);
});

inPage('so many bytes wait, and no more', async (test) => {
  const { run, control } = test;
  await cutOff(test, { queue: { maxBytes: 60_000 } });
  const code = await run(async () => {
    const large = params({ attributes: { content: 'é'.repeat(10_000) } });
    window.asked = [outcome(client.interaction(large)), outcome(client.interaction(large))];
    return codeOf(client.interaction(large));
  });
  assert.equal(code, 'QUEUE_FULL');
  control.up();
  assert.equal(await run(async () => (await Promise.all(asked)).filter(({ value }) => value).length), 2);
});

inPage('what was out when the connection went is kept, however little may wait', async ({ run, control }) => {
  script(control, ...Array(6).fill(SILENT));
  await run(async () => {
    window.client = quick({ queue: { maxRequests: 2 } });
    await client.openConnection();
    window.asked = Promise.all(Array.from({ length: 6 }, () => outcome(client.interaction(params()))));
  });
  await eventually(() => control.counts().framesReceived === 6);
  control.down();
  const code = await run(async () => {
    await come(() => !client.isConnected());
    return codeOf(client.interaction(params()));
  });
  assert.equal(code, 'QUEUE_FULL');
  control.up();
  assert.equal(await run(async () => (await asked).filter(({ value }) => value).length), 6);
});

inPage('queue: false fails at once while it reconnects', async (test) => {
  const { run } = test;
  await cutOff(test, { queue: false });
  const { error } = await run(() => outcome(client.interaction(params())));
  assert.deepEqual([error.code, error.retryable], ['WEBSOCKET_NOT_IN_OPEN_STATE', true]);
});

inPage('what waits has its own deadline, and is handed back when that runs out', async (test) => {
  const { run } = test;
  await cutOff(test);
  const found = await run(async () => {
    const given = params();
    const started = performance.now();
    const error = await client.translate(given, { timeoutMs: 200 }).catch((error) => error);
    const { option, ms, unsent } = error.details;
    return {
      code: error.code,
      option,
      ms,
      unsent: unsent.action,
      isVery: unsent.params === given,
      took: performance.now() - started,
    };
  });
  const { took, ...rest } = found;
  assert.deepEqual(rest, {
    code: 'REQUEST_TIMEOUT',
    option: 'requestTimeoutMs',
    ms: 200,
    unsent: 'translate',
    isVery: true,
  });
  assert.ok(took >= 199 && took < 1_000, `${took} ms`);
});

for (const [how, code] of [
  ['cleanup', 'REQUEST_CANCELLED'],
  ['closeConnection', 'CONNECTION_CLOSED'],
  ['disconnect', 'CONNECTION_CLOSED'],
]) {
  inPage(`${how}() hands back what was never sent, as it was given, and nothing else`, async (test) => {
    const { run, control } = test;
    script(control, SILENT);
    await run(async () => {
      window.client = quick();
      await client.openConnection();
      window.sent = client.interaction(params()).catch((error) => error);
    });
    await eventually(() => control.counts().framesReceived === 1);
    control.down();
    const found = await run(async (how) => {
      await come(() => !client.isConnected());
      const given = [params(), params({ requestId: 'mine' })];
      const waiting = [client.translate(given[0]), client.summarize(given[1])].map((request) =>
        request.catch((error) => error),
      );
      client[how]();
      const errors = await Promise.all(waiting);
      return {
        codes: [await sent, ...errors].map(({ code }) => code),
        actions: errors.map(({ details }) => details.unsent.action),
        areVery: errors.every(({ details }, place) => details.unsent.params === given[place]),
        sent: 'unsent' in ((await sent).details ?? {}),
      };
    }, how);
    assert.deepEqual(found, {
      codes: [code, code, code],
      actions: ['translate', 'summarize'],
      areVery: true,
      sent: false,
    });
  });
}

inPage('what is handed back can be asked again as it is, by another client', async (test) => {
  const { run, control } = test;
  await cutOff(test);
  await run(async () => {
    const waiting = client.interaction(params()).catch((error) => error);
    client.cleanup();
    window.unsent = (await waiting).details.unsent;
  });
  control.up();
  const state = await run(async () => (await make()[unsent.action](unsent.params)).state);
  assert.equal(state, 'completed');
});

inPage(
  'a connection that takes no more: what does not fit waits here, and goes when it does',
  async (test) => {
    const { run, control } = test;
    // Nobody answers, so that silence must not count as a sign of death here.
    await run(async () => {
      keepSockets();
      window.client = quick({ halfOpenTimeoutMs: 0, queue: { maxRequests: 500, maxBytes: 1e8 } });
      await client.openConnection();
    });
    const { faults } = control.fault({ fault: 'half-open', reads: false });
    const found = await run(async () => {
      const content = 'x'.repeat(100_000);
      window.requests = [];
      // As many as it takes: what the system buffers differs.
      while (requests.length < 250 && requests.at(-1)?.state !== 'queued') {
        requests.push(client.interaction(params({ attributes: { content }, requestId: `r${requests.length}` })));
      }
      for (let more = 0; more < 5; more += 1) requests.push(client.translate(params({ requestId: `more${more}` })));
      const states = requests.map(({ state }) => state);
      window.asked = Promise.all(requests.map(outcome));
      return { states, buffered: sockets[0].bufferedAmount, count: requests.length };
    });
    assert.deepEqual(
      [...new Set(found.states.slice(-6))],
      ['queued'],
      `${found.count} requests, ${found.buffered} bytes`,
    );
    assert.equal(found.states[0], 'sent');
    assert.ok(found.buffered > 1 << 20 && found.buffered < 1.3 * (1 << 20), `${found.buffered} bytes buffered`);
    control.clearFaults(faults[0].id);
    const failed = await run(async () => (await asked).filter(({ error }) => error));
    assert.deepEqual(failed, []);
    const ids = control.log().frames.map(({ requestId }) => requestId);
    assert.deepEqual(ids, [
      ...Array.from({ length: found.count - 5 }, (_, place) => `r${place}`),
      ...Array.from({ length: 5 }, (_, place) => `more${place}`),
    ]);
    assert.equal(control.counts().handshakes, 1);
  },
  { timeout: 30_000 },
);

inPage('back-pressure is bounded by the queue as well: what is too much fails at once', async (test) => {
  const { run, control } = test;
  await run(async () => {
    window.client = quick({ halfOpenTimeoutMs: 0, queue: { maxRequests: 2 } });
    await client.openConnection();
  });
  control.fault({ fault: 'half-open', reads: false });
  const found = await run(async () => {
    const content = 'x'.repeat(100_000);
    const errors = [];
    const requests = [];
    while (requests.length < 250 && errors.length === 0) {
      const request = client.interaction(params({ attributes: { content } }));
      request.catch(({ code }) => errors.push(code));
      requests.push(request);
      await Promise.resolve();
    }
    const waiting = requests.filter(({ state }) => state === 'queued').length;
    const full = [...errors];
    client.cleanup();
    return { waiting, full };
  });
  assert.deepEqual(found, { waiting: 2, full: ['QUEUE_FULL'] });
});
