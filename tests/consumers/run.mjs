// `npm run test:consumers`: the package in other people's set-ups. Packs it, installs the tarball into each project of this
// folder, builds that as its tool does by itself, and runs it in headless Chromium or in Node against the sandbox.
//
//   node tests/consumers/run.mjs [folder]...
//
// Prints what passed, and the table that stands in pkg-template/docs/performance.md. A tool that the registry lacks is
// skipped, and said so; a run in which nothing was left to try has failed. Node built-ins only until the set-up is through.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from '../../pkg-template/build/build.mjs';
import { duration, Failure, main, say as print } from '../../pkg-template/build/log.mjs';
import { root } from '../../pkg-template/build/paths.mjs';
import { setUp } from '../../pkg-template/build/setup.mjs';
import { SET_UPS } from './set-ups.mjs';

const AT_ONCE = 2;

/** The line of a project that imports the package, as somebody wrote it there. */
function importLine({ folder, source }) {
  const lines = readFileSync(path.join(root, 'tests', 'consumers', folder, source), 'utf8').split('\n');
  return lines.find((line) => line.includes('optave-web-sdk')).trim();
}

function chosen(folders) {
  const known = new Set(SET_UPS.map(({ folder }) => folder));
  const unknown = folders.filter((folder) => !known.has(folder));
  if (unknown.length > 0) throw new Failure(`There is no ${unknown.join(', ')}; there is ${[...known].join(', ')}.`);
  return [...known].filter((folder) => folders.length === 0 || folders.includes(folder));
}

/** All set-ups of one project; answers a result for each. */
async function tryProject(folder, { into, tarball, browser }) {
  const { install, Unavailable } = await import('./project.mjs');
  const { tryOut } = await import('./trial.mjs');
  const cases = SET_UPS.filter((setUp) => setUp.folder === folder);
  const results = [];
  // Several projects are at work, so each line names its own.
  const say = (text) => print(text.replace(/^/gm, `${folder} | `));
  const note = (setUp, state, began, more) => {
    const took = duration(Date.now() - began);
    say(`${{ passed: 'ok', failed: 'FAILED', skipped: 'SKIPPED' }[state]}: ${setUp.name} (${took})`);
    results.push({ setUp, state, took, ...more });
  };
  const began = Date.now();
  let dir;
  try {
    say('installing it');
    dir = await install(folder, into, tarball);
    say(`installed in ${duration(Date.now() - began)}`);
  } catch (error) {
    say(error instanceof Failure || error instanceof Unavailable ? error.message : error.stack);
    const state = error instanceof Unavailable ? 'skipped' : 'failed';
    if (state === 'skipped') say(`!!! ${folder} is not tried: what it needs cannot be had here.`);
    for (const setUp of cases) note(setUp, state, began);
    return results;
  }
  for (const setUp of cases) {
    const started = Date.now();
    try {
      note(setUp, 'passed', started, { bytes: await tryOut({ dir, setUp, browser }) });
    } catch (error) {
      say(error instanceof Failure || error instanceof Unavailable ? error.message : error.stack);
      if (error instanceof Unavailable) say(`!!! ${setUp.name} is not tried: what it needs cannot be had here.`);
      note(setUp, error instanceof Unavailable ? 'skipped' : 'failed', started);
    }
  }
  return results;
}

/** Every project, so many at a time: none of their tools keeps a machine busy by itself. Answers all results, in order. */
async function tryProjects(folders, options) {
  const found = new Map();
  const waiting = [...folders];
  const work = async () => {
    for (let folder; (folder = waiting.shift());) found.set(folder, await tryProject(folder, options));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return folders.flatMap((folder) => found.get(folder));
}

function markdown(results) {
  const cells = results
    .filter(({ setUp }) => setUp.source)
    .map(({ setUp, bytes, state }) => [
      setUp.name,
      `\`${importLine(setUp)}\``,
      bytes === undefined ? (state === 'passed' ? '–' : state) : bytes.toLocaleString('en'),
    ]);
  const rows = [['Set-up', 'Import', 'Bytes'], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = ([name, code, bytes]) =>
    `| ${name.padEnd(widths[0])} | ${code.padEnd(widths[1])} | ${bytes.padStart(widths[2])} |`;
  const rule = `| ${'-'.repeat(widths[0])} | ${'-'.repeat(widths[1])} | ${'-'.repeat(widths[2] - 1)}: |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

await main(async () => {
  const folders = chosen(process.argv.slice(2));
  const began = Date.now();
  await setUp('bench');
  await buildAll();
  const { launch } = await import('../bench/browser.mjs');
  const { pack, temporaryFolder } = await import('./project.mjs');
  const temporary = temporaryFolder();
  const browser = await launch();
  let results;
  try {
    const tarball = await pack(temporary.folder);
    results = await tryProjects(folders, { into: temporary.folder, tarball, browser });
  } finally {
    await browser.close();
    temporary.remove();
  }

  console.log('');
  const labels = { passed: 'ok     ', failed: 'FAILED ', skipped: 'SKIPPED' };
  for (const { setUp, state, took } of results) console.log(`${labels[state]} ${setUp.name.padEnd(40)} ${took}`);
  console.log(`\nWhat a page loads for it, bytes with brotli-11:\n\n${markdown(results)}\n`);
  const count = (state) => results.filter((result) => result.state === state).length;
  console.log(
    `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped in ${duration(Date.now() - began)}`,
  );
  if (count('passed') === 0) print('Nothing was tried, which counts as a failure.');
  if (count('failed') > 0 || count('passed') === 0) process.exitCode = 1;
});
