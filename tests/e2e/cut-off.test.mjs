// One instance of the wasm serves all clients of a page. Here calls into it are cut off: by an import that throws, by
// a stack that is used up. At worst the client that was at work ends, with an error that says so; every other one goes on,
// and new ones work.
import assert from 'node:assert/strict';
import { cuttingOff } from './cut-off.mjs';
import { ENGINE } from './engines.mjs';
import { inPage } from './helper.mjs';

const cutOff = cuttingOff();

inPage('randomness that fails once costs one request, and the next has ids again', async ({ run, control }) => {
  const found = await run(async () => {
    const client = make();
    await client.openConnection();
    const { getRandomValues } = crypto;
    const cause = new Error('no entropy');
    crypto.getRandomValues = () => {
      crypto.getRandomValues = getRandomValues;
      throw cause;
    };
    const ends = [];
    // Many ids come of one filling.
    while (crypto.getRandomValues !== getRandomValues)
      ends.push(await client.interaction(params()).catch((error) => error));
    const failed = ends.filter((end) => end instanceof Error);
    const next = await client.interaction(params());
    return {
      failed: failed.map(({ code, cause: of }) => [code, of === cause]),
      others: ends.length - failed.length,
      next: next.state,
      state: client.connection.state,
    };
  });
  assert.deepEqual(found.failed, [['SEND_FAILED', true]]);
  assert.deepEqual([found.next, found.state], ['completed', 'open']);
  assert.equal(control.requests().length, found.others + 1);
});

inPage('what the page’s navigator throws costs what it would have told, and no request', async ({ run, control }) => {
  const state = await run(async () => {
    for (const name of [
      'userAgent',
      'userAgentData',
      'language',
      'maxTouchPoints',
      'onLine',
      'permissions',
      'geolocation',
    ]) {
      Object.defineProperty(navigator, name, {
        get() {
          throw new Error(`no ${name}`);
        },
      });
    }
    return (await make({ location: 'prompt' }).interaction(params())).state;
  });
  assert.equal(state, 'completed');
  const [{ envelope }] = control.log().frames;
  assert.equal(typeof envelope.payload.session.sessionId, 'string');
});

/**
 * Has the imports of the wasm that is made from now on throw when `left` of them have been called, and once more when
 * `again` have been after that.
 */
const watchImports = () => {
  window.watchImports = () => {
    const watched = { left: Infinity, again: Infinity, cause: new Error('thrown by an import'), thrown: undefined };
    const watch = (work) =>
      function (...given) {
        watched.left -= 1;
        if (watched.left === 0) {
          watched.left = watched.again;
          watched.again = Infinity;
          watched.thrown = String(work);
          // What schedules futures believes for ever that it has, if this throws. It does not, in any page.
          if (watched.thrown.includes('queueMicrotask')) return work.apply(this, given);
          throw watched.cause;
        }
        return work.apply(this, given);
      };
    const mapped = (object, map) => Object.fromEntries(Object.entries(object).map(([name, item]) => [name, map(item)]));
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct: (target, [module, imports = {}]) =>
        new target(
          module,
          mapped(imports, (functions) => mapped(functions, watch)),
        ),
    });
    return watched;
  };
};

/** What clients do, as functions of a client: what promises something, and what answers at once. */
const works = () => {
  window.ASKED = [
    (client) => client.interaction(params(), { onUpdate: () => {} }),
    (client) => client.interaction({}),
    async (client) => {
      for await (const update of client.translate(params())) void update;
    },
    (client) => client.summarize(waiting, { signal: AbortSignal.timeout(20) }),
    (client) => client.interaction(waiting, { timeoutMs: 10 }),
  ];
  window.CALLED = [
    (client) => client.metrics(),
    (client) => client.isConnected(),
    (client) => client.validate(params(), 'interaction'),
    (client) => client.setSessionId(client.getSessionId()),
    (client) => client.listenerCount('state'),
    (client) => client.interaction(waiting).cancel('changed my mind'),
    (client) => client.cancelPendingRequests(),
    (client) => client.closeConnection(4000, 'enough'),
    (client) => client.interaction(params()),
    (client) => client.cleanup(),
  ];
  window.TRANSPORTS = {
    websocket: [{}, [(client) => client.openConnection(), ...ASKED]],
    rest: [{ transport: 'rest', restUrl: location.origin, tokenProvider: undefined, websocketUrl: undefined }, ASKED],
  };
};

/**
 * Has imports throw: the first that is called, the one `step` later, and so on to the last that a client calls. With
 * `again`, the one that is called so much later throws as well.
 */
async function throwEverywhere({ transport, step, again = Infinity }) {
  const [options, asked] = TRANSPORTS[transport];
  const watched = watchImports();
  const isCutOff = (error) => error.cause === watched.cause;
  const bystander = async () => {
    const client = connect(options);
    await client.interaction(params());
    client.heard = [];
    client.on('error', (error) => client.heard.push(error));
    return client;
  };
  const wrong = [];
  let times = 0;
  let other = await bystander();
  for (let at = 1; wrong.length < 4; at += step) {
    watched.thrown = undefined;
    Object.assign(watched, { left: at, again });
    const ends = [];
    const heard = [];
    let client;
    const quickly = { requestTimeoutMs: 2_000, connectionTimeoutMs: 1_000, tokenTimeoutMs: 1_000 };
    const made = await endOf(() => void (client = connect({ ...options, ...quickly })));
    if (client) {
      ends.push(await endOf(() => client.on('error', (error) => heard.push(error))));
      ends.push(await endOf(() => client.once('state', () => client.connection.state)));
      ends.push(...(await Promise.all(asked.map((ask) => endOf(() => ask(client))))));
      for (const call of CALLED) ends.push(await endOf(() => call(client)));
    }
    const { thrown } = watched;
    Object.assign(watched, { left: Infinity, again: Infinity });
    if (thrown === undefined) break;
    times += 1;
    // The bystander may have been at work itself, by a timer of its own.
    const ended = [heard, other.heard].filter((errors) => errors.some(isCutOff)).length;
    const isFine = ends.every(isEnd) && (client ? ended <= 1 : ended === 0 && made === 'INVALID_CONFIG');
    if (!isFine) wrong.push({ at, thrown, made, ends: ends.join(), ended });
    if (other.heard.length > 0) other = await bystander();
    const others = [await endOf(() => other.interaction(params()))];
    if (times % 20 === 0) others.push(await endOf(() => connect(options).interaction(params())));
    if (others.some((end) => end !== 'done')) wrong.push({ at, thrown, others: others.join() });
  }
  return { wrong, times };
}

// So many calls of imports are skipped from one to the next; elsewhere than in Chromium a few must be enough.
const STEPS = ENGINE === 'chromium' ? { websocket: 3, rest: 11 } : { websocket: 17, rest: 47 };

// Where in the ending of a client: as it begins, while requests are settled, and towards its end.
for (const again of [1, 4, 12]) {
  cutOff(
    `an import that throws while a client ends, ${again} after it was cut off, leaves no request unsettled`,
    async ({ run }) => {
      await run(watchImports);
      await run(works);
      const { wrong, times } = await run(throwEverywhere, { transport: 'websocket', step: 23, again });
      assert.deepEqual(wrong, []);
      assert.ok(times > 15, `imports threw ${times} times`);
    },
    { pageErrors: true },
  );
}

for (const [transport, step] of Object.entries(STEPS)) {
  cutOff(
    `${transport}: an import that throws, whichever and whenever, ends the client that was at work`,
    async ({ run }) => {
      await run(watchImports);
      await run(works);
      const { wrong, times } = await run(throwEverywhere, { transport, step });
      assert.deepEqual(wrong, []);
      assert.ok(times > 400 / step, `imports threw ${times} times`);
    },
    // Where the browser itself had called, as for a client that is collected, it tells the page of what was thrown.
    { pageErrors: true },
  );
}

cutOff('it may happen a thousand times', async ({ run }) => {
  await run(watchImports);
  const found = await run(async () => {
    const watched = watchImports();
    const other = connect();
    await other.interaction(params());
    const ends = {};
    for (let times = 0; times < 1_200; times += 1) {
      const client = connect();
      watched.left = 1 + (times % 30);
      const end = await endOf(() => client.interaction(params()));
      watched.left = Infinity;
      ends[end] = (ends[end] ?? 0) + 1;
      client.cleanup();
    }
    return { ends, othersWork: await othersWork(other) };
  });
  assert.deepEqual(found, { ends: { CONNECTION_CLOSED: 1_200 }, othersWork: true });
});

cutOff('a clock that throws, whatever it throws, ends one client and no other', async ({ run }) => {
  const { wrong, times } = await run(async () => {
    const other = connect();
    await other.interaction(params());
    const wrong = [];
    let times = 0;
    for (const [holder, make] of [
      [Date, () => new Error('no time')],
      [performance, () => new TypeError('no time')],
      [Date, () => 'a text'],
    ]) {
      const now = holder.now;
      for (let at = 1; ; at += 1) {
        const cause = make();
        let left = at;
        holder.now = () => {
          left -= 1;
          if (left === 0) throw cause;
          return now.call(holder);
        };
        const errors = [];
        let client;
        const ends = [await endOf(() => void (client = connect()))];
        if (client) {
          client.on('error', (error) => errors.push(error));
          const asked = [client.interaction(params()), client.openConnection()];
          ends.push(...(await Promise.all(asked.map(endOf))));
        }
        holder.now = now;
        if (left > 0) break;
        times += 1;
        const isCutOff = client && ends.includes('CONNECTION_CLOSED');
        const isTold = !isCutOff || errors.some((error) => error.cause === cause);
        const others = await othersWork(other);
        if (!ends.every(isEnd) || !isTold || others !== true) wrong.push({ at, ends, isTold, others });
      }
    }
    return { wrong, times };
  });
  assert.deepEqual(wrong, []);
  assert.ok(times > 15, `a clock was read ${times} times`);
});

/**
 * Uses up the stack, and calls `call` on the way back, at each depth from the deepest on, until it has gone well twice.
 * `places` moves all of that by so many places of the stack. Answers the first overflow, and what the calls that went well
 * answered.
 */
const dive = () => {
  window.dive = (call, places) => {
    const found = [];
    let well = 0;
    const descend = () => {
      try {
        descend();
      } catch (error) {
        if (found.length === 0) found.push(String(error));
      }
      if (well > 1) return;
      // What this throws, the caller catches, and tries from where it is.
      const answer = call();
      well += 1;
      found.push(answer);
    };
    const start = (...given) => descend(given.length);
    start(...Array(places));
    return found;
  };
};

/** What the page calls deep down, as functions of a client that is open and has requests that wait. */
const calls = () => {
  window.CALLS = {
    interaction: (client) => client.interaction(params()),
    openConnection: (client) => client.openConnection(),
    'cancel of a request': (client) => client.waiting[0].cancel('deep down'),
    'abort of a signal': (client) => client.aborter.abort('deep down'),
    metrics: (client) => client.metrics().requests,
    on: (client) => client.on('update', () => {}),
    cleanup: (client) => client.cleanup(),
    'new OptaveClient': () => connect(),
    CONSTANTS: () => sdk.OptaveClient.CONSTANTS,
  };
};

cutOff(
  'a recursion of the page that overflows inside a call, at every depth',
  async ({ run }) => {
    await run(calls);
    await run(dive);
    const { wrong, ends } = await run(async (rounds) => {
      const fresh = async () => {
        const client = connect();
        await client.openConnection();
        client.aborter = new AbortController();
        const options = [{}, { signal: client.aborter.signal }, {}];
        client.waiting = options.map((options) => client.interaction(waiting, options));
        return client;
      };
      const other = await fresh();
      const wrong = [];
      const all = new Set();
      for (const [name, call] of Object.entries(CALLS)) {
        for (let places = 0; places < rounds; places += 1) {
          const client = await fresh();
          const [overflow, ...answers] = dive(() => call(client), places);
          const ends = await Promise.all(answers.map(endOf));
          client.cleanup();
          ends.push(...(await Promise.all(client.waiting.map(endOf))));
          ends.forEach((end) => all.add(end));
          const isDeep = /stack|recursion/.test(overflow) && answers.length > 0;
          if (!isDeep || !ends.every(isEnd)) wrong.push({ name, places, overflow, ends: ends.join() });
        }
        const others = await othersWork(other);
        if (others !== true) wrong.push({ name, others });
      }
      return { wrong: wrong.slice(0, 5), ends: [...all].sort() };
    }, 24);
    assert.deepEqual(wrong, []);
    assert.ok(ends.includes('done'), ends.join());
  },
  // What overflows in a listener of the browser's, before wasm is entered, is the page's own.
  { pageErrors: true },
);
