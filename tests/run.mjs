// `npm test`: sets up, builds, and runs every part, or only those named: `npm test -- native e2e`. Each part reports
// real counts from its runner; a part that ran nothing has failed. Node built-ins only until the set-up is through.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { missingForWebKit } from '../pkg-template/build/browsers.mjs';
import { buildAll, buildSchemaOnly } from '../pkg-template/build/build.mjs';
import { duration, Failure, main, say } from '../pkg-template/build/log.mjs';
import { root } from '../pkg-template/build/paths.mjs';
import { setUp } from '../pkg-template/build/setup.mjs';
import { sizesOfFile } from '../pkg-template/build/sizes.mjs';
import { QUIET } from './e2e/quiet.mjs';
import { cargoTests, nodeTests, testFiles } from './runners.mjs';
import { inBrowser } from './wasm-pack.mjs';

const SLOWEST = 10;
const FAILURES = 10;
const LINE = 240;

async function size() {
  const budgets = JSON.parse(readFileSync(path.join(root, 'tests', 'budgets.json'), 'utf8')).size;
  let passed = 0;
  let failed = 0;
  for (const [file, limits] of Object.entries(budgets)) {
    const sizes = sizesOfFile(path.join(root, 'pkg', file));
    for (const [kind, limit] of Object.entries(limits)) {
      const fits = sizes[kind] <= limit;
      fits ? passed++ : failed++;
      say(`${fits ? 'ok' : 'TOO LARGE'}: pkg/${file} has ${sizes[kind]} bytes ${kind}, the budget is ${limit}`);
    }
  }
  return { passed, failed };
}

/** Imported only now: it needs packages that the set-up installs. */
async function types() {
  const { typeTests } = await import('./types/run.mjs');
  return typeTests();
}

const isQuiet = (file) => QUIET.includes(path.basename(file));
const e2eFiles = (isWanted) => testFiles('tests/e2e').filter(isWanted);

/** The end-to-end tests in another engine than Chromium, all in one process, because a browser takes long to start. */
const endToEnd = (engine) => ({
  missing: () => (engine === 'webkit' ? missingForWebKit() : []),
  run: (label) => inEngine(engine, 'others', label),
  quiet: () => inEngine(engine, 'quiet'),
});

const inEngine = (engine, files, label) =>
  nodeTests(['tests/e2e/all.mjs'], {
    variables: { OPTAVE_ENGINE: engine, OPTAVE_FILES: files },
    timeoutMs: 30 * 60_000,
    label,
  });

/**
 * @typedef {import('./runners.mjs').Counts} Counts
 * @typedef {object} Part
 * @property {string} title
 * @property {string} needs  what has to be set up and built for it
 * @property {(label?: string) => Promise<Counts>} run  `label` tells its output from that of others
 * @property {() => Promise<Counts>} [quiet]  what is left of it: those tests that nothing may run beside
 * @property {string} [beside]  parts that have the same here, one after the other, run at the same time
 * @property {() => string[]} [missing]  programs without which it is skipped
 */

/** @type {Record<string, Part>} */
const PARTS = {
  size: { title: 'download size within the budget', needs: 'package', run: size },
  unit: { title: 'JavaScript tests without a browser', needs: 'npm', run: () => nodeTests(testFiles('tests/unit')) },
  native: { title: 'native Rust tests', needs: 'check', run: () => cargoTests('cargo', ['test']) },
  sandbox: { title: 'sandbox tests', needs: 'schema', run: () => nodeTests(testFiles('tests/sandbox')) },
  types: { title: 'TypeScript declarations', needs: 'package', run: types },
  package: {
    title: 'the package, as npm would publish it',
    needs: 'package',
    run: () => nodeTests(testFiles('tests/package')),
  },
  docs: {
    title: 'the documentation: its code, its links, its pages',
    needs: 'bench',
    run: () => nodeTests(testFiles('tests/docs')),
  },
  chromium: { title: 'browser tests in Chromium (wasm-pack)', needs: 'test', run: () => inBrowser('chrome') },
  firefox: { title: 'browser tests in Firefox (wasm-pack)', needs: 'test', run: () => inBrowser('firefox') },
  e2e: {
    title: 'end to end in Chromium',
    needs: 'bench',
    run: () => nodeTests(e2eFiles((file) => !isQuiet(file))),
    quiet: () => nodeTests(e2eFiles(isQuiet), { atOnce: 1 }),
  },
  'e2e-firefox': { title: 'end to end in Firefox', needs: 'firefox', beside: 'engines', ...endToEnd('firefox') },
  'e2e-webkit': { title: 'end to end in WebKit', needs: 'webkit', beside: 'engines', ...endToEnd('webkit') },
};

async function prepare(names) {
  const needs = new Set(names.map((name) => PARTS[name].needs));
  for (const purpose of ['test', 'bench', 'firefox', 'webkit', 'check', 'npm']) {
    if (needs.has(purpose)) await setUp(purpose);
  }
  if (['package', 'test', 'bench', 'firefox', 'webkit'].some((purpose) => needs.has(purpose))) await buildAll();
  else if (needs.has('schema')) await buildSchemaOnly();
}

/** Runs tests, whatever becomes of them; answers their counts and the time. */
async function timed(work) {
  const began = Date.now();
  /** @type {Counts} */
  let counts;
  try {
    counts = await work();
  } catch (error) {
    say(error instanceof Failure ? error.message : error.stack);
    counts = { passed: 0, failed: 1 };
  }
  const { passed, failed, skipped = 0, files = [], failures = [] } = counts;
  return { passed, failed, skipped, files, failures, ms: Date.now() - began };
}

const sumOf = (results, key) => results.reduce((sum, result) => sum + result[key], 0);

/** All of a part. */
function whole(name, missing, runs) {
  const [passed, skipped, ms] = ['passed', 'skipped', 'ms'].map((key) => sumOf(runs, key));
  let failed = sumOf(runs, 'failed');
  if (missing.length > 0) {
    say(`SKIPPED, ALL OF IT: ${missing.join(', ')} is not on this machine, and could not be installed.`);
  } else if (passed + failed === 0) {
    say('No test was run, which counts as a failure.');
    failed = 1;
  }
  const took = duration(ms);
  say(`=== ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${took}`);
  const named = (key) => runs.flatMap((run) => run[key]).map((item) => ({ ...item, name }));
  return { name, took, passed, failed, skipped, missing, files: named('files'), failures: named('failures') };
}

/** The first tests that failed, a line each: of a long output often its end alone is kept. */
function sayFailures(failures) {
  if (failures.length === 0) return;
  console.log('\nWhat failed:');
  for (const { name, test, why = '' } of failures.slice(0, FAILURES)) {
    const line = `${name}: ${test}${why && `: ${why}`}`;
    console.log(`  ${line.replaceAll(/\s+/g, ' ').slice(0, LINE)}`);
  }
  if (failures.length > FAILURES) console.log(`  and ${failures.length - FAILURES} more`);
}

/** Runs parts beside each other, and then, one at a time, what of them bears no company. */
async function runParts(names) {
  const parts = names.map((name) => ({ name, missing: PARTS[name].missing?.() ?? [], ...PARTS[name] }));
  say('');
  for (const { name, title } of parts) say(`=== ${name}: ${title}`);
  if (names.length > 1) say('=== at the same time; each line says whose it is');
  const running = parts.map(async ({ name, missing, run }) =>
    missing.length > 0 ? [] : [await timed(() => run(names.length > 1 ? name : undefined))],
  );
  const first = await Promise.all(running);
  const results = [];
  for (const [index, { name, missing, quiet }] of parts.entries()) {
    const runs = first[index];
    if (quiet && missing.length === 0) {
      say(`\n=== ${name}: what nothing may run beside`);
      runs.push(await timed(quiet));
    }
    results.push(whole(name, missing, runs));
  }
  return results;
}

/** Neighbours that may run beside each other, together. */
function groups(names) {
  /** @type {string[][]} */
  const found = [];
  for (const name of names) {
    const { beside } = PARTS[name];
    const last = found.at(-1);
    if (beside && last && PARTS[last[0]].beside === beside) last.push(name);
    else found.push([name]);
  }
  return found;
}

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !PARTS[name]);
  if (unknown.length > 0) {
    throw new Failure(`There is no part ${unknown.join(', ')}; there is ${Object.keys(PARTS).join(', ')}.`);
  }
  const names = wanted.length > 0 ? wanted : Object.keys(PARTS);
  await prepare(names);
  const results = [];
  for (const group of groups(names)) results.push(...(await runParts(group)));

  const slowest = results.flatMap(({ files }) => files).sort((one, other) => other.ms - one.ms);
  console.log(`\nThe slowest ${Math.min(SLOWEST, slowest.length)} of ${slowest.length} test files:`);
  for (const { name, file, ms } of slowest.slice(0, SLOWEST)) {
    console.log(`${duration(ms).padStart(12)}  ${name.padEnd(11)}  ${file}`);
  }
  sayFailures(results.flatMap(({ failures }) => failures));
  console.log('');
  for (const { name, passed, failed, skipped, missing, took } of results) {
    const verdict = failed ? 'FAILED ' : missing.length ? 'SKIPPED' : 'ok     ';
    const figures = [
      `${passed} passed`.padStart(12),
      `${failed} failed`.padStart(11),
      `${skipped} skipped`.padStart(12),
    ];
    console.log(`${verdict} ${name.padEnd(11)} ${figures.join(' ')}  ${took}`);
  }
  const total = (key) => sumOf(results, key);
  console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
  if (total('failed') > 0) process.exitCode = 1;
});
