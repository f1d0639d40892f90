// `npm run bench`: what a message, a first client and a download cost, in one run in headless Chromium.
//
//   node tests/bench/run.mjs [--quick] [--no-fail] [--only messages,first,endurance,trips]
//                            [--subjects ours,reference] [--profile folder] [--first-version folder]
//
// Three subjects take turns: the package in pkg/, a hand-written plain JavaScript client (reference.js) and bare JSON.
// Times depend on the machine; the ratios are what is compared with tests/budgets.json. Prints a table, writes
// target/bench.json, and fails when a budget is exceeded. `--profile` writes where the time goes instead.
// `--first-version` is the package as commit 578b272 built it: the first client is held against its.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, main, say } from '../../pkg-template/build/log.mjs';
import { pkg, root, target } from '../../pkg-template/build/paths.mjs';
import { launch, startServer } from './browser.mjs';
import * as measure from './measure.mjs';
import { profile } from './profile.mjs';
import { judge, print, printBudgets } from './report.mjs';

const PARTS = ['messages', 'first', 'endurance', 'trips'];

function readArguments() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      'no-fail': { type: 'boolean', default: false },
      only: { type: 'string', default: PARTS.join() },
      subjects: { type: 'string', default: 'ours,reference' },
      profile: { type: 'string' },
      'first-version': { type: 'string' },
    },
  });
  const only = values.only.split(',');
  const unknown = only.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Failure(`--only knows ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  return { ...values, only, names: values.subjects.split(',') };
}

async function profiles(browser, url, names, folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const lists = await profile(browser, url, name);
    for (const [direction, text] of Object.entries(lists)) {
      const file = path.join(folder, `profile-${direction}${name === 'ours' ? '' : `-${name}`}.txt`);
      writeFileSync(file, text);
      say(`${file}\n${text.split('\n').slice(0, 12).join('\n')}\n`);
    }
  }
}

await main(async () => {
  const { only, names, quick, profile: folder, 'no-fail': noFail, 'first-version': firstVersion } = readArguments();
  if (names.includes('ours') && !existsSync(path.join(pkg, 'index.js'))) {
    throw new Failure('pkg/index.js is not there; `npm run build` makes it.');
  }
  const server = await startServer(firstVersion);
  const browser = await launch();
  try {
    const { url } = server;
    if (folder !== undefined) return await profiles(browser, url, names, folder);

    const report = {
      machine: {
        browser: `Chromium ${browser.version()}`,
        cpu: cpus()[0]?.model ?? 'unknown processor',
        cores: cpus().length,
        node: process.version,
      },
      messages: [],
      firstClient: {},
      endurance: {},
    };
    if (names.includes('ours')) report.sizes = measure.sizes();
    if (only.includes('messages')) {
      say('- messages (about 1 min)');
      const progress = (text) => say(`  ${text}`);
      const { rows, differences } = await measure.messages(browser, url, names, { quick, progress });
      report.messages = rows;
      report.differences = differences;
    }
    if (only.includes('first')) {
      say('- first import to first client');
      const others = firstVersion ? ['first version'] : [];
      report.firstClient = await measure.firstClient(browser, url, [...names, ...others], quick ? 5 : 21);
    }
    if (only.includes('trips')) {
      say('- round trips to the sandbox');
      report.roundTrips = await measure.roundTrips(browser, url, names, quick);
    }
    if (only.includes('endurance')) {
      say('- many requests, to see what grows');
      for (const name of names) {
        report.endurance[name] = await measure.endurance(browser, url, name, quick ? 10_000 : 100_000);
      }
    }

    const budgetFile = path.join(root, 'tests', 'budgets.json');
    const budgets = existsSync(budgetFile) ? judge(report, JSON.parse(readFileSync(budgetFile, 'utf8'))) : [];
    report.budgets = budgets;
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
    console.log(`\n${print(report)}`);
    if (budgets.length > 0) console.log(`\n${printBudgets(budgets)}`);
    const exceeded = budgets.filter((line) => !line.kept);
    if (exceeded.length > 0 && !noFail) throw new Failure(`${exceeded.length} of ${budgets.length} budgets exceeded`);
  } finally {
    await browser.close();
    await server.close();
  }
});
