// How `npm test` runs other programs' tests and learns from them what was run, how it ended, and how long each file took.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../pkg-template/build/log.mjs';
import { root } from '../pkg-template/build/paths.mjs';
import { cargoCounts, cargoFailures, cargoTimes, nodeCounts } from './counts.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 * @property {{ file: string, ms: number }[]} [files]
 * @property {{ test: string, why?: string }[]} [failures]
 */

// A test file keeps half of a core busy, because most of the time it waits for something; many browsers cost memory. A
// test that cannot bear company belongs into tests/e2e/quiet.mjs.
const AT_ONCE = Math.min(availableParallelism() + 1, 8);

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

/** `cargo test`, or what ends in it. @returns {Promise<Counts>} */
export async function cargoTests(command, args, options = {}) {
  const { code, output } = await shown(command, args, options);
  return honest(code, { ...cargoCounts(output), files: cargoTimes(output), failures: cargoFailures(output) });
}

/** The test files of a folder. */
export const testFiles = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .sort();

/** What reporter.mjs has written. */
function readReport(file) {
  const lines = (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { files: lines.filter((line) => 'file' in line), failures: lines.filter((line) => 'test' in line) };
}

/**
 * Files of tests for `node --test`. `atOnce` says how many of them may run beside each other, `label` is put before each
 * line of output.
 *
 * @param {string[]} files
 * @param {{ variables?: object, timeoutMs?: number, atOnce?: number, label?: string }} [options]
 * @returns {Promise<Counts>}
 */
export async function nodeTests(files, { variables, timeoutMs = 10 * 60_000, atOnce = AT_ONCE, label } = {}) {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(path.join(tmpdir(), 'optave-report-'));
  const report = path.join(folder, 'report.jsonl');
  // A browser that hangs is not waited for: its process ends with the tests, or when its time is up.
  const [major, minor] = process.versions.node.split('.').map(Number);
  const limits =
    major > 20 || minor >= 14
      ? [`--test-timeout=${timeoutMs}`, '--test-force-exit', `--test-concurrency=${atOnce}`]
      : [];
  const reporters = ['spec', './tests/reporter.mjs'].flatMap((name) => [
    `--test-reporter=${name}`,
    '--test-reporter-destination=stdout',
  ]);
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, ...variables, OPTAVE_REPORT: report };
  // A test file that runs under another runner (npm test inside of node --test) would report to that instead.
  delete env.NODE_TEST_CONTEXT;
  try {
    const args = ['--test', ...reporters, ...limits, ...files];
    const { code, output } = await shown(process.execPath, args, { env, label });
    return honest(code, { ...nodeCounts(output), ...readReport(report) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
