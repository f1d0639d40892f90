// `npm test`: sets up, builds, and runs every part, or only those named: `npm test -- native e2e`. Each part reports
// real counts from its runner; a part that ran nothing has failed. Node built-ins only until the set-up is through.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram, missingForWebKit } from '../pkg-template/build/browsers.mjs';
import { buildAll, buildSchemaOnly } from '../pkg-template/build/build.mjs';
import { duration, Failure, main, run, say } from '../pkg-template/build/log.mjs';
import { root } from '../pkg-template/build/paths.mjs';
import { setUp } from '../pkg-template/build/setup.mjs';
import { sizesOfFile } from '../pkg-template/build/sizes.mjs';
import { toolBinary } from '../pkg-template/build/tools.mjs';
import { cargoCounts, nodeCounts } from './counts.mjs';

/** Runs a program with its output shown; answers its output and whether it succeeded. */
async function shown(command, args, options = {}) {
  const { code, stdout, stderr } = await run(command, args, {
    cwd: root,
    show: 'all',
    onOutput: () => {},
    allowFailure: true,
    ...options,
  });
  return { code, output: `${stdout}\n${stderr}` };
}

/** A runner that failed without saying which test did (it crashed, or did not compile) still counts. */
const honest = (code, counts) => (code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);

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

async function native() {
  const { code, output } = await shown('cargo', ['test']);
  return honest(code, cargoCounts(output));
}

function testFiles(folder, ending) {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .sort();
}

async function nodeTests(folder) {
  const files = testFiles(folder, '.test.mjs');
  if (files.length === 0) return { passed: 0, failed: 0 };
  return runNodeTests(files, { OPTAVE_CHROMIUM: findProgram('chromium') ?? '' });
}

async function runNodeTests(files, variables, timeoutMs = 10 * 60_000) {
  // A browser that hangs is not waited for: its process ends with the tests, or when its time is up.
  const [major, minor] = process.versions.node.split('.').map(Number);
  const limit = major > 20 || minor >= 14 ? [`--test-timeout=${timeoutMs}`, '--test-force-exit'] : [];
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...variables };
  // A test file that runs under another runner (npm test inside of node --test) would report to that instead.
  delete env.NODE_TEST_CONTEXT;
  const { code, output } = await shown(process.execPath, ['--test', '--test-reporter=spec', ...limit, ...files], {
    env,
  });
  return honest(code, nodeCounts(output));
}

/** The end-to-end tests in another engine than Chromium, all in one process, because a browser takes long to start. */
async function endToEnd(engine) {
  const missing = engine === 'webkit' ? missingForWebKit() : [];
  if (missing.length > 0) return { passed: 0, failed: 0, skipped: 0, missing };
  return runNodeTests(['tests/e2e/all.mjs'], { OPTAVE_ENGINE: engine }, 30 * 60_000);
}

/**
 * Starts a sandbox and leaves its addresses where a page under test finds them: the runner of wasm-bindgen serves the
 * working directory, so browser tests fetch /target/sandbox.json.
 */
async function withSandbox(work) {
  const sandbox = spawn(process.execPath, [path.join('www-demo', 'sandbox', 'main.mjs'), '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const file = path.join(root, 'target', 'sandbox.json');
  try {
    const [line] = await Promise.race([
      once(createInterface(sandbox.stdout), 'line'),
      once(sandbox, 'exit').then(([code]) => {
        throw new Failure(`The sandbox ended with code ${code} before it was ready.`);
      }),
    ]);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(JSON.parse(line)));
    return await work();
  } finally {
    sandbox.kill();
    rmSync(file, { force: true });
  }
}

/** webdriver.json with the programs of this machine filled in. */
function capabilities() {
  const found = JSON.parse(readFileSync(path.join(root, 'webdriver.json'), 'utf8'));
  found['goog:chromeOptions'].binary = findProgram('chromium');
  found['moz:firefoxOptions'].binary = findProgram('firefox');
  const file = path.join(root, 'target', 'webdriver.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(found));
  return file;
}

async function inBrowser(browser) {
  const chromedriver = findProgram('chromedriver');
  const geckodriver = process.env.GECKODRIVER || toolBinary('geckodriver');
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    // wasm-pack looks for all of its helpers on the PATH only.
    PATH: [toolBinary('wasm-bindgen-cli'), chromedriver, geckodriver]
      .map((file) => path.dirname(file))
      .concat(process.env.PATH)
      .join(path.delimiter),
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities(),
    WASM_BINDGEN_TEST_TIMEOUT: '300',
    WASM_BINDGEN_TEST_DRIVER_TIMEOUT: '60',
    // The tests run in a page like any other, not in one that is isolated from other origins.
    WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION: '1',
  };
  // The runner takes the first driver that the environment names, whichever browser was asked for.
  delete env.CHROMEDRIVER;
  delete env.GECKODRIVER;
  const { code, output } = await withSandbox(() =>
    shown(
      toolBinary('wasm-pack'),
      ['test', '--headless', `--${browser}`, '--mode', 'no-install', '.', '--lib', '--test', '*'],
      {
        env,
      },
    ),
  );
  return honest(code, cargoCounts(output));
}

const PARTS = {
  size: { title: 'download size within the budget', needs: 'package', run: size },
  unit: { title: 'JavaScript tests without a browser', needs: 'npm', run: () => nodeTests('tests/unit') },
  native: { title: 'native Rust tests', needs: 'check', run: native },
  sandbox: { title: 'sandbox tests', needs: 'schema', run: () => nodeTests('tests/sandbox') },
  types: { title: 'TypeScript declarations', needs: 'package', run: types },
  package: { title: 'the package, as npm would publish it', needs: 'package', run: () => nodeTests('tests/package') },
  chromium: { title: 'browser tests in Chromium (wasm-pack)', needs: 'test', run: () => inBrowser('chrome') },
  firefox: { title: 'browser tests in Firefox (wasm-pack)', needs: 'test', run: () => inBrowser('firefox') },
  e2e: { title: 'end to end in Chromium', needs: 'bench', run: () => nodeTests('tests/e2e') },
  'e2e-firefox': { title: 'end to end in Firefox', needs: 'firefox', run: () => endToEnd('firefox') },
  'e2e-webkit': { title: 'end to end in WebKit', needs: 'webkit', run: () => endToEnd('webkit') },
};

async function prepare(names) {
  const needs = new Set(names.map((name) => PARTS[name].needs));
  for (const purpose of ['test', 'bench', 'firefox', 'webkit', 'check', 'npm']) {
    if (needs.has(purpose)) await setUp(purpose);
  }
  if (['package', 'test', 'bench', 'firefox', 'webkit'].some((purpose) => needs.has(purpose))) await buildAll();
  else if (needs.has('schema')) await buildSchemaOnly();
}

async function runPart(name) {
  const { title, run: work } = PARTS[name];
  say(`\n=== ${name}: ${title}`);
  const began = Date.now();
  /** @type {{ passed: number, failed: number, skipped?: number, missing?: string[] }} */
  let counts;
  try {
    counts = await work();
  } catch (error) {
    say(error instanceof Failure ? error.message : error.stack);
    counts = { passed: 0, failed: 1 };
  }
  const { missing = [] } = counts;
  if (missing.length > 0) {
    say(`SKIPPED, ALL OF IT: ${missing.join(', ')} is not on this machine, and could not be installed.`);
  } else if (counts.passed + counts.failed === 0) {
    say('No test was run, which counts as a failure.');
    counts = { passed: 0, failed: 1 };
  }
  const took = duration(Date.now() - began);
  const { passed, failed, skipped = 0 } = counts;
  say(`=== ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${took}`);
  return { name, took, passed, failed, skipped, missing };
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
  for (const name of names) results.push(await runPart(name));

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
  const total = (key) => results.reduce((count, result) => count + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
  if (total('failed') > 0) process.exitCode = 1;
});
