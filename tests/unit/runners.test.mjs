// What `npm test` makes of what its runners print: nothing that ran may be lost, and each file has its time.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../../pkg-template/build/log.mjs';
import { cargoCounts, cargoFailures, cargoTimes } from '../counts.mjs';
import { nodeTests } from '../runners.mjs';

/** What is written to stderr meanwhile, instead of showing it. */
async function heard(t, work) {
  const said = [];
  const { mock } = t.mock.method(process.stderr, 'write', (text) => said.push(text));
  const result = await work();
  mock.restore();
  return { result, said: said.join('') };
}

test('test files of Node are counted and timed, those that fail as well', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'optave-runners-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = Object.entries({
    'slow.test.mjs': "test('waits', () => new Promise((done) => setTimeout(done, 300)));",
    'wrong.test.mjs': "test('fails', () => { throw new Error('on purpose'); }); test('passes', () => {});",
    'skipped.test.mjs': "test('not here', { skip: true }, () => {});",
  }).map(([name, text]) => {
    const file = path.join(folder, name);
    writeFileSync(file, `import { test } from 'node:test';\n${text}\n`);
    return file;
  });
  const { result, said } = await heard(t, () => nodeTests(files, { label: 'here' }));
  const { files: times, failures, ...counts } = result;
  assert.deepEqual(failures, [{ test: 'fails', why: 'on purpose' }]);
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 1 });
  assert.deepEqual(times.map(({ file }) => file).sort(), ['skipped.test.mjs', 'slow.test.mjs', 'wrong.test.mjs']);
  assert.ok(times.find(({ file }) => file === 'slow.test.mjs').ms >= 300);
  assert.match(said, /^here \| ✔ waits /m);
});

test('files that share a process are suites, and timed as such', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'optave-runners-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const all = path.join(folder, 'all.mjs');
  const suites = ['one', 'two'].map((name) => `describe('${name}.test.mjs', () => { test('${name}', () => {}); });`);
  suites.push("describe('three.test.mjs', () => { test('fails', () => { throw 3; }); });");
  writeFileSync(all, `import { describe, test } from 'node:test';\n${suites.join('\n')}\n`);
  const { result } = await heard(t, () => nodeTests([all], { label: 'here' }));
  assert.deepEqual([result.passed, result.failed], [2, 1]);
  assert.deepEqual(result.failures, [{ test: 'fails', why: '3' }]);
  assert.deepEqual(
    result.files.map(({ file }) => file),
    ['one.test.mjs', 'two.test.mjs', 'three.test.mjs'],
  );
});

test('a file that ends before it has run anything has failed', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'optave-runners-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'broken.test.mjs');
  writeFileSync(file, 'process.exit(3);\n');
  const { result } = await heard(t, () => nodeTests([file], { label: 'here' }));
  assert.equal(result.failed, 1);
  assert.deepEqual(result.failures, [{ test: 'broken.test.mjs', why: 'test failed' }]);
});

test('the binaries of cargo are timed, in the order in which they ran, and what failed has its name', () => {
  const output = [
    '\nrunning 3 tests\n',
    'test queue::is_full ... ok\n',
    'test queue::is_empty - should panic ... \u001b[31mFAILED\u001b[0m\n',
    'test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s\n',
    '\nrunning 2 tests\n',
    'test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.50s\n',
    '\nrunning 1 test\n',
    'test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n',
    '   Compiling optave-web-sdk v0.1.0\n    Finished `test` profile in 9.00s\n',
    '     Running unittests src/lib.rs (target/debug/deps/optave_web_sdk-0123456789abcdef)\n',
    '     Running tests/simulate/recovery.rs (target/debug/deps/recovery-0123456789abcdef)\n',
    '   Doc-tests optave_web_sdk\n',
  ].join('');
  assert.deepEqual(cargoCounts(output), { passed: 5, failed: 1 });
  assert.deepEqual(cargoFailures(output), [{ test: 'queue::is_empty - should panic' }]);
  assert.deepEqual(cargoTimes(output), [
    { file: 'src/lib.rs', ms: 1250 },
    { file: 'tests/simulate/recovery.rs', ms: 500 },
    { file: 'Doc-tests', ms: 0 },
  ]);
});

test('with a label each line says whose it is, whatever the pieces in which it came', async (t) => {
  const program = `
    process.stdout.write('one\\ntw');
    setTimeout(() => process.stdout.write('o\\n\\nthree'), 50);`;
  const options = { show: /** @type {const} */ ('all'), label: 'here' };
  const { result, said } = await heard(t, () => run(process.execPath, ['--eval', program], options));
  assert.equal(said, 'here | one\nhere | two\nhere | \nhere | three\n');
  assert.equal(result.stdout, 'one\ntwo\n\nthree');
});
