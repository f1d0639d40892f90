// `npm run soak -- --minutes n`: clients in Chromium that ask at a steady rate, while everything that can go wrong with
// the network and the server does, at random.
//
//   node tests/soak/run.mjs [--minutes 10] [--clients 6] [--seed n]
//
// Says every 15 s how it goes, prints a table, and fails when a request was lost, settled twice or mixed up, a token was
// used twice, or memory grew steadily. The seed repeats the schedule; the network never repeats itself exactly.
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Failure, main, say } from '../../pkg-template/build/log.mjs';
import { pkg } from '../../pkg-template/build/paths.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { launch } from '../bench/browser.mjs';
import { createChance } from './chance.mjs';
import { heapBytes, watchMemories } from './memory.mjs';
import { faults, line, table } from './report.mjs';
import { makeTrouble } from './schedule.mjs';
import { createServerBooks } from './server-books.mjs';

const SAMPLE_MS = 5_000;
const SAMPLES_PER_LINE = 3;
// A request may take 30 s, and what has not settled 15 s later is lost.
const GRACE_MS = 50_000;

// Every answer under way waits for the end of its connection, and there are many.
setMaxListeners(0);

function readArguments() {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      clients: { type: 'string', default: '6' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    },
  });
  const [minutes, clients, seed] = [values.minutes, values.clients, values.seed].map(Number);
  if (!(minutes > 0)) throw new Failure('--minutes takes a number above 0');
  if (!(Number.isInteger(clients) && clients > 0)) throw new Failure('--clients takes a whole number above 0');
  if (!Number.isInteger(seed)) throw new Failure('--seed takes a whole number');
  return { minutes, clients, seed };
}

/** The updates that came twice though the request arrived once and no fault doubled anything. */
function countRepeats(repeated, books, troubles) {
  const wasDoubled = ({ id, at }) =>
    books.arrivals(id) !== 1 ||
    troubles.some(({ name, from, until }) => name === 'duplicate' && at >= from && at <= until + 10_000);
  const answeredTwice = repeated.filter(wasDoubled).length;
  return { answeredTwice, deliveredTwice: repeated.length - answeredTwice };
}

async function soak({ page, context, control, minutes, clients, seed }) {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error?.stack ?? error)));
  const session = await context.newCDPSession(page);
  const books = createServerBooks(control);
  const troubles = [];
  const samples = [];
  const repeated = [];
  let report;

  const sample = async () => {
    books.read();
    report = await page.evaluate(() => window.soak.report());
    repeated.push(...report.repeated);
    samples.push({ heap: await heapBytes(session), wasm: report.wasmBytes });
  };

  await page.evaluate((count) => window.soak.start(count), clients);
  const stop = new AbortController();
  const trouble = makeTrouble({ chance: createChance(seed), control, context, log: troubles, signal: stop.signal });
  const began = Date.now();
  let shownAt = began;
  while (Date.now() - began < minutes * 60_000) {
    await wait(SAMPLE_MS);
    await sample();
    if (samples.length % SAMPLES_PER_LINE > 0) continue;
    const recent = troubles.filter(({ until }) => until >= shownAt).map(({ name }) => name);
    shownAt = Date.now();
    say(line((shownAt - began) / 1_000, report, samples.at(-1).heap, recent));
  }
  stop.abort();
  await trouble;

  say('- all is well again: waiting for what is still in flight (at most 50 s)');
  await page.evaluate(() => window.soak.stop());
  for (const end = Date.now() + GRACE_MS; Date.now() < end && report.inFlight > 0; await wait(1_000)) await sample();
  const working = await page.evaluate(() => window.soak.lastWord());
  // Late updates are known for 5 s.
  await wait(6_000);
  await sample();
  await page.evaluate(() => window.soak.end());
  const counted = countRepeats(repeated, books, troubles);
  return { page: report, server: books.total(), samples, troubles, errors, working, clients, ...counted };
}

await main(async () => {
  const { minutes, clients, seed } = readArguments();
  if (!existsSync(path.join(pkg, 'index.js')))
    throw new Failure('pkg/index.js is not there; `npm run build` makes it.');
  const sandbox = await startSandbox({
    static: [
      { path: '/pkg', dir: pkg },
      { path: '/soak', dir: path.dirname(fileURLToPath(import.meta.url)) },
    ],
  });
  const browser = await launch();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(watchMemories);
    await page.goto(`${sandbox.url}/soak/page.html`);
    await page.waitForFunction(() => 'soak' in window);
    say(
      `- ${clients} clients for ${minutes} min in Chromium ${browser.version()}; --seed ${seed} repeats the schedule`,
    );
    const run = await soak({ page, context, control: sandbox.control, minutes, clients, seed });
    console.log(`\n${table(run)}`);
    const wrong = faults(run);
    if (wrong.length > 0) throw new Failure(`${wrong.join('\n        ')}\n        (--seed ${seed})`);
  } finally {
    await browser.close();
    await sandbox.close();
  }
});
