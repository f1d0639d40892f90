// Moving to a fresh socket before a front end cuts the old one: the new one opens first, the old one brings what it
// owes, and nothing is lost or asked twice.
import assert from 'node:assert/strict';
import { HUNG_MS, MANY } from './engines.mjs';
import { arrivals, eventually, inPage, SILENT, script, superpower } from './helper.mjs';

/** An open client whose sockets live only so long, in the page as `client`. */
const openClient = (run, maxConnectionAgeMs, options) =>
  run(
    async ([maxConnectionAgeMs, options]) => {
      window.client = quick({ maxConnectionAgeMs, ...options });
      window.seen = record(client, 'state', 'close', 'error', 'reconnecting', 'update');
      await client.openConnection();
    },
    [maxConnectionAgeMs, options],
  );

inPage('a socket of the given age is replaced: the next is open before it closes, with 1000', async (test) => {
  const { run, control } = test;
  await openClient(run, 200);
  const [first, second] = await eventually(() => {
    const { connections } = control.log();
    return connections[0].closedAt && connections;
  }, 'the first socket closed');
  assert.deepEqual([first.closeCode, first.closedBy], [1000, 'client']);
  assert.ok(second.openedAt <= first.closedAt, 'never without a socket');
  const age = second.openedAt - first.openedAt;
  assert.ok(age >= 170, `after ${age} ms`);
  const found = await run(() => ({
    names: seen.map(({ name, value }) => value.state ?? name),
    handOvers: client.metrics().handOvers > 0,
    answer: client.interaction(params()).then(({ state }) => state),
  }));
  assert.deepEqual(found.names, ['connecting', 'open'], 'nobody need know');
  assert.equal(found.handOvers, true);
  const { tokensReused, socketsMost } = control.counts();
  assert.deepEqual([tokensReused, socketsMost], [0, 2]);
});

inPage('what the old socket owes it brings: nothing is asked twice', async ({ run, control }) => {
  script(control, [{ delayMs: 500, body: superpower('interaction', 'completed', 'over the old one') }]);
  await openClient(run, 200);
  const found = await run(async () => {
    const request = client.interaction(params());
    await come(() => client.metrics().handOvers === 1);
    const other = await client.translate(params());
    return { other: other.state, text: (await request).text };
  });
  assert.deepEqual(found, { other: 'completed', text: 'over the old one' });
  const [{ id: first }, { id: second }] = control.log().connections;
  assert.deepEqual(
    arrivals(control).map(({ action, connections }) => [action, connections]),
    [
      ['interaction', [first]],
      ['translate', [second]],
    ],
  );
  const [old] = control.log().connections;
  await eventually(() => control.log().connections[0].closedAt, 'it closed when it owed nothing');
  assert.equal(old.closeCode ?? 1000, 1000);
});

inPage('an answer in parts that began on the old socket ends there', async ({ run, control }) => {
  script(control, [
    superpower('interaction', 'started'),
    { delayMs: 450, body: superpower('interaction', 'streaming') },
    { delayMs: 50, body: superpower('interaction') },
  ]);
  await openClient(run, 200);
  const states = await run(async () => {
    const { updates } = await client.interaction(params());
    return [...updates.map(({ state }) => state), client.metrics().handOvers > 0];
  });
  assert.deepEqual(states, ['started', 'streaming', 'completed', true]);
  assert.equal(control.requests()[0].times, 1);
});

inPage('without ids, answers of two sockets find their own requests', async ({ run, control }) => {
  control.config({ form: 'bare' });
  script(
    control,
    [{ delayMs: 500, body: superpower('interaction', 'completed', 'old') }],
    [{ delayMs: 50, body: superpower('interaction', 'completed', 'new') }],
  );
  await openClient(run, 200);
  const texts = await run(async () => {
    const first = client.interaction(params());
    await come(() => client.metrics().handOvers === 1);
    const second = client.interaction(params());
    return [(await first).text, (await second).text];
  });
  assert.deepEqual(texts, ['old', 'new']);
});

const OBSTACLES = [
  ['is refused', { fault: 'refuse', next: 2 }],
  ['has its token rejected', { fault: 'reject-token', next: 2 }],
  ['gets no token', { fault: 'token-status', next: 2 }],
  ['hangs', { fault: 'handshake-hang', next: 1 }],
];

for (const [what, fault] of OBSTACLES) {
  inPage(`a successor that ${what} takes nothing away, and is tried again`, async ({ run, control }) => {
    await openClient(run, 200, { connectionTimeoutMs: HUNG_MS });
    control.fault(fault);
    const states = await run(async () => {
      const states = new Set();
      await come(async () => {
        states.add((await client.interaction(params())).state);
        return client.metrics().handOvers >= 1;
      });
      return [...states, ...seen.filter(({ name }) => name !== 'update').map(({ name, value }) => value.state ?? name)];
    });
    assert.deepEqual(states, ['completed', 'connecting', 'open'], 'it was open throughout, and worked');
    assert.ok(arrivals(control).every(({ times }) => times === 1));
    assert.equal(control.counts().tokensReused, 0);
  });
}

inPage('the old socket dies while it still owes: that is asked again, on the new one', async ({ run, control }) => {
  script(control, SILENT);
  await openClient(run, 300);
  await run(() => void (window.asked = client.interaction(params())));
  await run(() => come(() => client.metrics().handOvers === 1));
  const [{ id }] = control.log().connections;
  control.fault({ fault: 'kill', to: id });
  assert.equal(await run(async () => (await asked).state), 'completed');
  const [{ times, keys }] = arrivals(control);
  assert.deepEqual([times, keys], [2, 1]);
  assert.deepEqual(await run(() => valuesOf(seen, 'close')), [], 'the connection was open throughout');
});

inPage('the old socket dies while the next is on its way: it waits for that one', async ({ run, control }) => {
  await openClient(run, 200);
  control.fault({ fault: 'handshake-delay', ms: 300, next: 1 });
  await eventually(() => control.counts().tokensIssued === 2);
  control.fault({ fault: 'kill' });
  const state = await run(async () => {
    await come(() => valuesOf(seen, 'close').length === 1);
    return (await client.interaction(params())).state;
  });
  assert.equal(state, 'completed');
  assert.equal(control.counts().tokensIssued, 2, 'one attempt, one token');
});

inPage('one that is due while the old socket still owes follows when that is through', async ({ run, control }) => {
  script(control, [{ delayMs: 500, body: superpower('interaction') }]);
  await openClient(run, 200);
  const took = await run(async () => {
    await client.interaction(params());
    const answered = performance.now();
    await come(() => client.metrics().handOvers >= 2);
    return performance.now() - answered;
  });
  assert.ok(took < 1_000, `${took} ms after the answer`);
});

for (const [how, code] of [
  ['closeConnection', 'CONNECTION_CLOSED'],
  ['cleanup', 'REQUEST_CANCELLED'],
]) {
  inPage(`${how}() in the middle of a hand-over closes both sockets`, async ({ run, control }) => {
    script(control, SILENT);
    await openClient(run, 200);
    await run(() => void (window.asked = outcome(client.interaction(params()))));
    await run(() => come(() => client.metrics().handOvers === 1));
    await run((how) => client[how](), how);
    assert.equal((await run(() => asked)).error.code, code);
    await eventually(() => control.counts().socketsOpen === 0, 'both closed');
    const { handshakes } = control.counts();
    await run(() => new Promise((resolve) => setTimeout(resolve, 400)));
    assert.equal(control.counts().handshakes, handshakes, 'and none came after');
  });
}

inPage('maxConnectionAgeMs: 0 never replaces', async ({ run, control }) => {
  await openClient(run, 0);
  await run(() => new Promise((resolve) => setTimeout(resolve, 500)));
  assert.equal(control.counts().handshakes, 1);
});

const HAND_OVERS = MANY;
// Chromium holds handshakes back when many are under way: eight at a time cost nothing, sixteen cost seconds.
const CLIENTS = 6;
// One message each, and more than will be asked for: the sandbox is not what is tried here.
const ANSWERS = Array.from({ length: 40_000 }, () => [{ delayMs: 5, body: superpower('interaction') }]);

inPage(
  `${HAND_OVERS} hand-overs with requests in flight: none lost, none asked twice`,
  async ({ run, control }) => {
    control.config({ logLimit: 200_000 });
    script(control, ...ANSWERS);
    const found = await run(
      async ([total, clients]) => {
        const one = { request: { connections: { threadId: 't' }, scope: { conversations: [{}] } } };
        const counts = { asked: 0, answered: 0, failed: [], handOvers: 0, closes: 0, resent: 0 };
        let isOver = false;
        const all = Array.from({ length: clients }, () =>
          quick({ maxConnectionAgeMs: 60, deviceInfo: false, payloadDefaults: 'compact' }),
        );
        for (const client of all) client.on('close', () => (counts.closes += 1));
        const handOvers = () => all.reduce((sum, client) => sum + client.metrics().handOvers, 0);
        const ask = async (client) => {
          while (!isOver) {
            counts.asked += 1;
            await client.interaction(one).then(
              () => (counts.answered += 1),
              ({ code }) => counts.failed.push(code),
            );
          }
        };
        await Promise.all(all.map((client) => client.openConnection()));
        // Two at a time each, so that there is always something out while a socket is replaced.
        const asking = all.flatMap((client) => [ask(client), ask(client)]);
        await come(() => handOvers() >= total);
        isOver = true;
        await Promise.all(asking);
        counts.handOvers = handOvers();
        counts.resent = all.reduce((sum, client) => sum + client.metrics().resent, 0);
        const found = { ...counts };
        for (const client of all) client.cleanup();
        return found;
      },
      [HAND_OVERS, CLIENTS],
    );
    const seen = control.requests();
    const twice = seen.filter(({ times }) => times > 1).length;
    const { tokensReused, socketsOpened } = control.counts();
    console.log(
      `${found.handOvers} hand-overs, ${found.asked} requests: ${found.asked - found.answered} lost, ${twice} duplicated`,
    );
    assert.ok(found.handOvers >= HAND_OVERS && socketsOpened >= HAND_OVERS);
    assert.deepEqual(found.failed, []);
    assert.equal(found.answered, found.asked);
    assert.equal(seen.length, found.asked, 'the sandbox saw each');
    assert.deepEqual([twice, found.resent, found.closes, tokensReused], [0, 0, 0, 0]);
  },
  { timeout: 90_000 },
);
