// Hundreds of reconnects, a thousand in Chromium, under faults drawn by lot: each with a token of its own, and every request answered.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { LIMIT, MANY } from './engines.mjs';
import { eventually, inPage, script, superpower } from './helper.mjs';

const RECONNECTS = MANY;
// Chromium holds handshakes back when many are under way: eight at a time cost nothing, sixteen cost seconds.
const CLIENTS = 6;
/** What the faults are drawn by; OPTAVE_SEED is another. */
const SEED = Number(process.env.OPTAVE_SEED ?? 20_260_101);

const FAULTS = [
  { fault: 'kill' },
  { fault: 'kill', how: 'reset' },
  { fault: 'kill', framesIn: 1 },
  { fault: 'kill', inFrame: 1 },
  { fault: 'close', code: 1001 },
  { fault: 'close', code: 1011 },
  { fault: 'close', code: 1012, framesOut: 1 },
  { fault: 'close', code: 4000, framesIn: 2 },
  { fault: 'close', code: null },
  { fault: 'garbage', what: 'utf8' },
  { fault: 'garbage', what: 'text' },
  { fault: 'duplicate', copies: 2 },
  { fault: 'reorder', waitMs: 10 },
  { fault: 'swallow', direction: 'out', limit: 1 },
  { fault: 'refuse' },
  { fault: 'refuse', status: 401 },
  { fault: 'refuse', how: 'reset' },
  { fault: 'reject-token' },
  { fault: 'token-status' },
  { fault: 'token-garbage' },
];

const BEFORE = ['refuse', 'reject-token', 'token-status', 'token-garbage'];

/** The same sequence each time, so that what failed can be repeated. */
function lots(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

inPage(
  `${RECONNECTS} reconnects under chaos: no token used twice, no request lost`,
  async ({ run, control }) => {
    // Only counts are asked for.
    control.config({ logLimit: 100 });
    script(control, ...Array.from({ length: 60_000 }, () => [superpower('interaction')]));
    await run((clients) => {
      const one = { request: { connections: { threadId: 't' }, scope: { conversations: [{}] } } };
      const reconnect = { firstDelayMs: 5, baseDelayMs: 5, maxDelayMs: 15 };
      const options = {
        reconnect,
        halfOpenTimeoutMs: 200,
        deviceInfo: false,
        payloadDefaults: 'compact',
      };
      window.counts = { asked: 0, answered: 0, failed: [], settledTwice: 0 };
      window.clients = Array.from({ length: clients }, () => make({ ...options, logger: {} }));
      window.isOver = false;
      const ask = async (client) => {
        while (!isOver) {
          counts.asked += 1;
          let settled = 0;
          await client
            .interaction(one)
            .finally(() => (settled += 1))
            .then(
              () => (counts.answered += 1),
              ({ code }) => counts.failed.push(code),
            );
          if (settled !== 1) counts.settledTwice += 1;
          await new Promise((resolve) => setTimeout(resolve, 3));
        }
      };
      window.asking = Promise.all([...window.clients, ...window.clients].map(ask));
      window.reconnects = () => window.clients.reduce((sum, client) => sum + client.metrics().connects - 1, 0);
    }, CLIENTS);
    await run(() => Promise.all(clients.map((client) => client.openConnection())));
    const draw = lots(SEED);
    let faults = 0;
    for (const end = Date.now() + 80_000 * LIMIT; Date.now() < end; await wait(10)) {
      // One for each connection that opened and for every twenty answers, each for up to four connections. By the clock,
      // a slow machine's connections would meet so many that none could answer, whatever the client does.
      const { socketsOpened, framesSent } = control.counts();
      if (faults < socketsOpened + framesSent / 20) {
        faults += 1;
        const fault = FAULTS[draw(FAULTS.length)];
        const coming = control.faults().active.filter(({ next }) => next > 0);
        // Now and then what is there is hit, all of it at once; else what comes next. Not more than the next few are to
        // meet something, or none would ever open.
        if (draw(8) === 0 && !BEFORE.includes(fault.fault)) control.fault({ ...fault, to: 'present' });
        else if (coming.length < 8) control.fault({ ...fault, next: 1 + draw(4) });
      }
      if (socketsOpened > RECONNECTS && (await run(() => reconnects())) >= RECONNECTS) break;
    }
    control.clearFaults();
    const found = await run(async () => {
      isOver = true;
      await asking;
      const resent = clients.reduce((sum, client) => sum + client.metrics().resent, 0);
      return { ...counts, resent, reconnects: reconnects(), states: clients.map(({ connection }) => connection.state) };
    });
    const { tokensReused, tokensIssued, socketsOpened, framesInvalid } = control.counts();
    console.log(
      `${found.reconnects} reconnects with ${tokensIssued} tokens: ${tokensReused} reused; ` +
        `${found.asked} requests, ${found.resent} sent again, ${found.asked - found.answered} lost`,
    );
    assert.ok(found.reconnects >= RECONNECTS && socketsOpened >= RECONNECTS, `${found.reconnects} reconnects`);
    assert.deepEqual(found.failed, []);
    assert.deepEqual([found.answered, found.settledTwice], [found.asked, 0]);
    assert.deepEqual([...new Set(found.states)], ['open']);
    assert.deepEqual([tokensReused, framesInvalid], [0, 0]);
    await run(() => clients.forEach((client) => client.cleanup()));
    await eventually(() => control.counts().socketsOpen === 0);
  },
  { timeout: 100_000 },
);
