// The connection: opened on first use, requests waiting meanwhile, closed by either side, resting, ended.
import assert from 'node:assert/strict';
import { envelopes, eventually, inPage, script, superpower } from './helper.mjs';

const SILENT = { silent: true };

inPage('nothing goes over the network before the first use', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    const before = { ...client.connection, isConnected: client.isConnected() };
    client.validate(params());
    client.getSessionId();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return before;
  });
  assert.equal(found.state, 'idle');
  assert.equal(found.isConnected, false);
  assert.equal(found.transport, 'websocket');
  const { tokens, handshakes } = control.log();
  assert.deepEqual([tokens.length, handshakes.length], [0, 0]);
});

inPage('the first request connects; those made meanwhile wait and go out in order', async ({ run, control }) => {
  control.config({ handshakeDelayMs: 50 });
  const found = await run(async () => {
    const client = make();
    const requests = ['interaction', 'translate', 'summarize'].map((method) => client[method](params()));
    const states = requests.map(({ state }) => state);
    const connecting = client.connection.state;
    const timings = (await Promise.all(requests)).map((response) => response.timings.queuedMs);
    return { states, connecting, timings, after: client.connection.state };
  });
  assert.deepEqual(found.states, ['queued', 'queued', 'queued']);
  assert.equal(found.connecting, 'connecting');
  assert.equal(found.after, 'open');
  assert.ok(
    found.timings.every((ms) => ms >= 45),
    String(found.timings),
  );
  assert.deepEqual(
    envelopes(control).map(({ headers }) => headers.action),
    ['interaction', 'translate', 'summarize'],
  );
  assert.equal(control.log().connections.length, 1);
});

inPage('the queue is bounded by requests and by bytes; what it holds is not lost', async ({ run, control }) => {
  const found = await run(async () => {
    const many = make({ queue: { maxRequests: 3 } });
    const counted = await Promise.all(Array.from({ length: 5 }, () => outcome(many.interaction(params()))));
    const large = make({ queue: { maxBytes: 50_000 } });
    const text = 'é'.repeat(10_000);
    const weighed = await Promise.all(
      Array.from({ length: 4 }, () => outcome(large.interaction(params({ attributes: { content: text } })))),
    );
    const usual = make();
    const standard = await Promise.all(Array.from({ length: 102 }, () => outcome(usual.interaction(params()))));
    const codes = (list) => list.map(({ error }) => error?.code ?? 'done');
    await many.openConnection();
    const open = await Promise.all(Array.from({ length: 10 }, () => outcome(many.interaction(params()))));
    return { counted: codes(counted), weighed: codes(weighed), standard: codes(standard), open: codes(open) };
  });
  assert.deepEqual(found.counted, ['done', 'done', 'done', 'QUEUE_FULL', 'QUEUE_FULL']);
  assert.deepEqual(found.weighed, ['done', 'done', 'QUEUE_FULL', 'QUEUE_FULL']);
  assert.deepEqual([...found.standard.slice(98)], ['done', 'done', 'QUEUE_FULL', 'QUEUE_FULL']);
  assert.deepEqual([...new Set(found.open)], ['done'], 'an open connection has no queue');
  assert.equal(envelopes(control).length, 3 + 2 + 100 + 10);
});

inPage('room in the queue is free again when a waiting request is cancelled or times out', async ({ run, control }) => {
  control.handshake({ answers: [{ delayMs: 250 }] });
  const found = await run(async () => {
    const client = make({ queue: { maxRequests: 1 } });
    const first = client.interaction(params(), { timeoutMs: 50 });
    const full = await codeOf(client.interaction(params()));
    const timedOut = await codeOf(first);
    const second = client.interaction(params());
    const cancelled = codeOf(second);
    second.cancel();
    const third = await client.interaction(params());
    return { full, timedOut, cancelled: await cancelled, third: third.state };
  });
  assert.deepEqual(found, {
    full: 'QUEUE_FULL',
    timedOut: 'REQUEST_TIMEOUT',
    cancelled: 'REQUEST_CANCELLED',
    third: 'completed',
  });
  assert.equal(envelopes(control).length, 1);
});

inPage('queue: false fails at once while not open', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make({ queue: false });
    const closed = (await outcome(client.interaction(params()))).error;
    const opening = client.openConnection();
    const connecting = await codeOf(client.interaction(params()));
    await opening;
    return { closed, connecting, open: (await client.interaction(params())).state };
  });
  assert.equal(found.closed.code, 'WEBSOCKET_NOT_IN_OPEN_STATE');
  assert.equal(found.closed.retryable, true);
  assert.equal(found.connecting, 'WEBSOCKET_NOT_IN_OPEN_STATE');
  assert.equal(found.open, 'completed');
  assert.equal(envelopes(control).length, 1);
});

inPage(
  'closeConnection rejects everything in flight and queued at once, and the server sees code and reason',
  async (test) => {
    const { run, control } = test;
    script(control, SILENT, SILENT);
    const found = await run(async () => {
      const client = make();
      await client.openConnection();
      const sent = [client.interaction(params()), client.translate(params())];
      const settled = [];
      for (const request of sent) request.catch((error) => settled.push(describe(error)));
      const seen = record(client, 'close', 'error');
      client.closeConnection(4321, 'chat ended');
      const states = sent.map(({ state }) => state);
      await Promise.resolve();
      await Promise.resolve();
      return { states, settled, seen, state: client.connection.state, isConnected: client.isConnected() };
    });
    assert.deepEqual(found.states, ['settled', 'settled']);
    assert.equal(found.settled.length, 2);
    for (const error of found.settled) {
      assert.equal(error.code, 'CONNECTION_CLOSED');
      assert.deepEqual(error.details, { code: 4321, reason: 'chat ended', initiator: 'page' });
      assert.equal(error.retryable, false);
    }
    assert.deepEqual(
      found.seen.map(({ name, value }) => [name, value.code, value.reason]),
      [['close', 4321, 'chat ended']],
    );
    assert.equal(found.state, 'closed');
    assert.equal(found.isConnected, false);
    const [{ closeCode, closeReason }] = await eventually(() => {
      const { connections } = control.log();
      return connections[0].closedAt && connections;
    });
    assert.deepEqual([closeCode, closeReason], [4321, 'chat ended']);
  },
);

inPage('closeConnection while connecting rejects the open and the queued', async ({ run, control }) => {
  control.handshake({ answers: [{ hang: true }] });
  await run(() => {
    window.client = make();
    window.seen = record(client, 'error', 'open');
    window.work = Promise.all([codeOf(client.openConnection()), codeOf(client.interaction(params()))]);
  });
  await eventually(() => control.log().handshakes.length === 1);
  const found = await run(async () => {
    client.closeConnection();
    const codes = await work;
    return {
      codes,
      seen: [...seen],
      state: client.connection.state,
      later: (await client.interaction(params())).state,
    };
  });
  assert.deepEqual(found, {
    codes: ['CONNECTION_CLOSED', 'CONNECTION_CLOSED'],
    seen: [],
    state: 'closed',
    later: 'completed',
  });
});

inPage('close codes are 1000 or 3000 to 4999, reasons at most 123 bytes; a fault changes nothing', async ({ run }) => {
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const codes = [];
    const bad = [
      [999],
      [1001],
      [2999],
      [5000],
      [66536],
      [1000.5],
      [NaN],
      [4000, 'é'.repeat(62)],
      [4000, 'x'.repeat(124)],
    ];
    for (const values of bad) {
      codes.push(await codeOf(async () => client.closeConnection(...values)).catch(() => `${values} taken`));
    }
    const open = client.isConnected();
    client.closeConnection(4999, 'é'.repeat(61));
    return { codes, open, state: client.connection.state };
  });
  assert.deepEqual([...new Set(found.codes)], ['INVALID_CONFIG']);
  assert.equal(found.open, true);
  assert.equal(found.state, 'closed');
});

for (const [code, retryable] of [
  [1000, false],
  [1001, true],
  [1008, false],
  [1011, true],
  [4000, true],
]) {
  inPage(
    `without reconnect a server close of ${code} rejects what is in flight, retryable ${retryable}`,
    async ({ run, control }) => {
      script(control, {
        messages: [{ body: superpower('interaction', 'started') }],
        close: { code, reason: 'said so' },
      });
      const found = await run(async () => {
        const client = make({ reconnect: { enabled: false } });
        const seen = record(client, 'close', 'error');
        const { error } = await outcome(client.interaction(params()));
        const state = client.connection.state;
        return { error, seen, state, next: (await client.interaction(params())).state };
      });
      assert.equal(found.error.code, 'CONNECTION_CLOSED');
      assert.deepEqual(found.error.details, { code, reason: 'said so' });
      assert.equal(found.error.retryable, retryable);
      assert.deepEqual(
        found.seen
          .filter(({ name }) => name === 'close')
          .map(({ value }) => [value.code, value.reason, value.wasClean]),
        [[code, 'said so', true]],
      );
      assert.equal(
        found.seen.some(({ name }) => name === 'error'),
        false,
        'it belongs to the promise',
      );
      assert.equal(found.state, 'closed');
      assert.equal(found.next, 'completed', 'the next request connects anew');
    },
  );
}

inPage(
  'a dropped connection is 1006, not clean; without reconnect it is told the request',
  async ({ run, control }) => {
    script(control, { drop: true });
    const found = await run(async () => {
      const client = make({ reconnect: { enabled: false } });
      const seen = record(client, 'close');
      const { error } = await outcome(client.interaction(params()));
      return { error, seen };
    });
    assert.equal(found.error.code, 'CONNECTION_CLOSED');
    assert.equal(found.error.details.code, 1006);
    assert.equal(found.error.retryable, true);
    assert.equal(found.seen[0].value.wasClean, false);
  },
);

inPage('a dropped connection is told by `close`, and the request by nobody: it is asked again', async (test) => {
  const { run, control } = test;
  script(control, { drop: true });
  const found = await run(async () => {
    const client = quick();
    const seen = record(client, 'close', 'error');
    const { state } = await client.interaction(params());
    return { state, seen: seen.map(({ name, value }) => [name, value.code, value.wasClean]) };
  });
  assert.deepEqual(found, { state: 'completed', seen: [['close', 1006, false]] });
  assert.equal(control.log().connections.length, 2);
});

inPage('idleDisconnectMs closes an unused connection, not one that waits for an answer', async ({ run, control }) => {
  script(control, [{ delayMs: 300, body: superpower('interaction') }]);
  const found = await run(async () => {
    const client = make({ idleDisconnectMs: 100 });
    const seen = record(client, 'close', 'error');
    await client.interaction(params());
    const during = seen.length;
    if (client.connection.state === 'open') await next(client, 'close');
    const resting = client.connection.state;
    await client.interaction(params());
    return {
      during,
      resting,
      after: client.connection.state,
      names: seen.map(({ name, value }) => [name, value.code]),
    };
  });
  assert.equal(found.during, 0);
  assert.equal(found.resting, 'idle');
  assert.equal(found.after, 'open');
  assert.deepEqual(found.names, [['close', 1000]]);
  assert.equal(control.log().connections.length, 2);
});

inPage('disconnect and isConnected', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    const answers = [client.isConnected()];
    await client.openConnection();
    answers.push(client.isConnected());
    client.disconnect();
    answers.push(client.isConnected());
    client.disconnect();
    client.closeConnection();
    return answers;
  });
  assert.deepEqual(found, [false, true, false]);
  await eventually(() => control.log().connections.every(({ closeCode }) => closeCode === 1000));
});

inPage(
  'cleanup ends the client: everything rejects, the socket closes, listeners go, later calls say so',
  async (test) => {
    const { run, control } = test;
    script(control, SILENT);
    const found = await run(async () => {
      const client = make();
      await client.openConnection();
      const pending = outcome(client.interaction(params()));
      client.on('message', () => {});
      client.cleanup();
      client.cleanup();
      const results = {
        pending: (await pending).error,
        request: (await outcome(() => client.interaction(params()))).error,
        open: (await outcome(() => client.openConnection())).error,
        listeners: client.listenerCount('message'),
        state: client.connection.state,
        isConnected: client.isConnected(),
        cancelled: client.cancelPendingRequests(),
        id: typeof client.getSessionId(),
      };
      client.closeConnection();
      client.disconnect();
      return results;
    });
    assert.equal(found.pending.code, 'REQUEST_CANCELLED');
    for (const name of ['request', 'open']) assert.equal(found[name].code, 'CONNECTION_CLOSED', name);
    for (const name of ['pending', 'request', 'open']) {
      assert.match(found[name].message, /cleanup/);
      assert.equal(found[name].retryable, false);
    }
    const { pending, request, open, ...rest } = found;
    assert.deepEqual(rest, { listeners: 0, state: 'closed', isConnected: false, cancelled: 0, id: 'string' });
    await eventually(() => control.log().connections[0].closedAt);
  },
);

const disposing = async ({ run, control }) => {
  const found = await run(async () => {
    let outside;
    const client = make();
    await client.openConnection();
    outside = client;
    client[Symbol.dispose]();
    return codeOf(() => outside.interaction(params()));
  });
  assert.equal(found, 'CONNECTION_CLOSED');
  await eventually(() => control.log().connections[0].closedAt);
};
inPage('`using` ends the client', disposing, { needs: ['disposal'] });

inPage('clients are independent of one another', async ({ run, control }) => {
  script(control, SILENT, SILENT);
  const found = await run(async () => {
    const [first, second] = [make({ tenantId: 'one' }), make({ tenantId: 'two' })];
    await Promise.all([first.openConnection(), second.openConnection()]);
    const requests = [first.interaction(params()), second.interaction(params())];
    const codes = requests.map(codeOf);
    first.cleanup();
    const state = [requests[1].state, second.isConnected()];
    second.cancelPendingRequests();
    return { codes: await Promise.all(codes), state };
  });
  assert.deepEqual(found, { codes: ['REQUEST_CANCELLED', 'REQUEST_CANCELLED'], state: ['sent', true] });
});

inPage(
  'connection is one object until something of it changes, and it is the one that `state` carries',
  async (test) => {
    const { run, control } = test;
    const found = await run(async () => {
      const client = quick({ reconnect: { firstDelayMs: 600_000 } });
      const seen = [];
      client.on('state', (info) => seen.push(info === client.connection));
      const idle = client.connection;
      const same = [idle === client.connection, Object.isFrozen(idle)];
      await client.openConnection();
      const open = client.connection;
      same.push(open === client.connection, open !== idle, idle.state);
      window.client = client;
      return { same, seen };
    });
    assert.deepEqual(found, { same: [true, true, true, true, 'idle'], seen: [true, true] });
    control.down();
    await eventually(() => run(() => client.connection.state === 'waiting'));
    const [isSame, retryAt, ahead] = await run(() => {
      const { retryAt, retryInMs, since } = client.connection;
      return [client.connection === client.connection, retryAt, retryAt - retryInMs - since];
    });
    assert.ok(isSame && retryAt > Date.now() && Math.abs(ahead) < 1_000, `${retryAt} ${ahead}`);
  },
);

inPage('the reason of closeConnection() is a text', async ({ run }) => {
  const errors = await run(async () => {
    const errors = [];
    for (const bad of [null, {}, 5]) errors.push((await outcome(() => make().closeConnection(1000, bad))).error);
    return errors;
  });
  for (const { code, details } of errors) {
    assert.deepEqual([code, details], ['INVALID_CONFIG', ['reason: expected a string of at most 123 bytes']]);
  }
});
