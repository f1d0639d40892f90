// A client in a program of Node: what keeps the program going, and what does not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before } from 'node:test';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { LIMIT, withoutPage } from './engines.mjs';

let sandbox;
before(async () => {
  sandbox = await startSandbox({ answerDelayMs: 0, chunkDelayMs: 0 });
});
after(() => sandbox.close());

const PKG = new URL('../../pkg/index.js', import.meta.url).href;
// Not every Node has a WebSocket of its own.
const WS = import.meta.resolve('ws');

/** What every program begins with: `make` as in pages, `rest` over HTTP; whatever Node warns of is said. */
const BEGINNING = () => `
  import { OptaveClient } from ${JSON.stringify(PKG)};
  import { WebSocket } from ${JSON.stringify(WS)};
  // Its errors are events of Node's, which must have a listener.
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.on('error', () => {});
    }
  };
  process.on('warning', ({ name, message }) => console.log(name + ': ' + message));
  const { websocketUrl, restUrl, tokenUrl } = ${JSON.stringify(sandbox)};
  const make = (options) => new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'o', ...options });
  const rest = (options) => make({ transport: 'rest', restUrl, ...options });
  const params = () => ({ request: { connections: { threadId: 't' }, scope: { conversations: [{ messages: [{ content: 'hi' }] }] } } });
  const say = (what) => console.log(what);
  const codeOf = (promise) => promise.then(() => 'answered', (error) => error.code);
`;

/** Runs a program of its own; answers what it said, and how long after its last word it ended. */
async function running(program) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', BEGINNING() + program]);
  const said = { lines: '', errors: '', at: Date.now() };
  child.stdout.on('data', (data) => Object.assign(said, { lines: said.lines + data, at: Date.now() }));
  child.stderr.on('data', (data) => (said.errors += data));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return {
    hears: async (line) => {
      while (!said.lines.includes(line)) await once(child.stdout, 'data');
    },
    end: async () => {
      const code = await ended;
      return { code, lines: said.lines.trim().split('\n'), errors: said.errors, after: Date.now() - said.at };
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** A program says this, and ends at once, by itself. */
function ends(name, program, lines, prepare = () => {}) {
  withoutPage(name, async () => {
    prepare(sandbox.control);
    const child = await running(program);
    try {
      const found = await child.end();
      assert.deepEqual([found.code, found.lines, found.errors], [0, lines, '']);
      assert.ok(found.after < 2_500 * LIMIT, `it ended ${found.after} ms after its last word`);
    } finally {
      child.kill();
      sandbox.control.clearFaults();
      sandbox.control.reset();
    }
  });
}

const LONG = '{ requestTimeoutMs: 60_000, lateUpdatesMs: 60_000, idleDisconnectMs: 60_000 }';

ends(
  'over HTTP a program ends after its last answer, though late updates are waited for',
  `say((await rest(${LONG}).interaction(params())).state);`,
  ['completed'],
);

ends(
  'over a WebSocket it ends when that is closed',
  `const client = make(${LONG});
  client.on('update', () => {});
  say((await client.interaction(params())).state);
  client.closeConnection();`,
  ['completed'],
);

ends(
  'what nobody has asked for keeps nothing: a client that is only made, or listened to',
  `make(${LONG});
  make(${LONG}).on('update', () => {});
  say('made');`,
  ['made'],
);

ends(
  'whoever waits is told: deadlines keep a program going',
  `const never = { tokenProvider: () => new Promise(() => {}) };
  const all = [
    rest({ ...never, requestTimeoutMs: 300 }).interaction(params()),
    make({ ...never, requestTimeoutMs: 300 }).interaction(params()),
    make({ ...never, tokenTimeoutMs: 300 }).openConnection(),
  ];
  say(await Promise.all(all.map(codeOf)));`,
  ["[ 'REQUEST_TIMEOUT', 'REQUEST_TIMEOUT', 'TOKEN_PROVIDER_FAILED' ]"],
);

ends(
  'a lost connection that nobody waits for or listens to is not waited for',
  `const client = make({ reconnect: { firstDelayMs: 600_000 } });
  await client.openConnection();
  say('open');`,
  ['open'],
  (control) => control.fault({ fault: 'kill', ageMs: 300 }),
);

withoutPage('a lost connection is opened again for who listens', async () => {
  const child = await running(`
    const client = make({ reconnect: { firstDelayMs: 300 } });
    let opened = 0;
    client.on('open', () => {
      say('open ' + ++opened);
      if (opened === 2) client.cleanup();
    });
    await client.openConnection();`);
  try {
    await child.hears('open 1');
    sandbox.control.fault({ fault: 'kill' });
    const { code, lines } = await child.end();
    assert.deepEqual([code, lines], [0, ['open 1', 'open 2']]);
  } finally {
    child.kill();
    sandbox.control.reset();
  }
});

ends(
  'no delay is negative or longer than a timer takes, whatever the limits',
  `const { setTimeout } = globalThis;
  const wrong = [];
  globalThis.setTimeout = (work, ms, ...given) => {
    if (!(ms >= 0 && ms <= 2 ** 31 - 1)) wrong.push(ms);
    return setTimeout(work, ms, ...given);
  };
  const endless = 2 ** 31 - 1;
  const all = { requestTimeoutMs: endless, firstUpdateTimeoutMs: endless, idleTimeoutMs: endless, connectionTimeoutMs: endless, tokenTimeoutMs: endless, idleDisconnectMs: endless, lateUpdatesMs: endless, maxConnectionAgeMs: endless, halfOpenTimeoutMs: endless };
  const soon = Object.fromEntries(Object.keys(all).map((name) => [name, 1]));
  for (const limits of [...Object.keys(all).flatMap((name) => [{ [name]: endless }, { [name]: 1 }]), all, soon]) {
    const client = make({ requestTimeoutMs: 500, ...limits });
    await codeOf(client.interaction(params()));
    // It is late.
    for (const end = performance.now() + 5; performance.now() < end; );
    await codeOf(rest({ requestTimeoutMs: 500, ...limits }).interaction(params()));
    client.cleanup();
  }
  say(JSON.stringify(wrong));`,
  ['[]'],
);
