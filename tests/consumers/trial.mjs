// One set-up, tried: built, and run where it belongs. Whatever is not as it should be is thrown.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../pkg-template/build/log.mjs';
import { expectOneRequest, shippedBytes, visit } from './page.mjs';
import { environment, script } from './project.mjs';
import { startServer } from './server.mjs';

const NODE_MS = 30_000;

/** Node as it is at hand: before 22 it has a WebSocket, but shows it only when asked. */
const NODE_FLAGS = Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-websocket'] : [];

/** Runs a file of the project in Node; answers what it printed. It has to end by itself, and to complain of nothing. */
export async function inNode(dir, args, env = {}) {
  const { stdout, stderr } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: dir,
    env: { ...environment(), ...env },
    timeout: NODE_MS,
  });
  assert.equal(stderr, '', `what ${args.at(-1)} wrote to stderr`);
  return stdout;
}

async function runInNode({ dir, setUp }) {
  const { sandbox, printed, check } = await expectOneRequest();
  try {
    const env = { WEBSOCKET_URL: sandbox.websocketUrl, TOKEN_URL: sandbox.tokenUrl };
    assert.equal(await inNode(dir, [...NODE_FLAGS, setUp.node], env), `${printed}\n`);
    check();
  } finally {
    await sandbox.close();
  }
}

async function runOnServer({ dir, setUp, browser }) {
  const server = await startServer(dir, setUp.server);
  const { sandbox, printed, query, check } = await expectOneRequest();
  try {
    if (setUp.html) assert.match(await (await fetch(server.url)).text(), setUp.html, 'what the server rendered');
    const files = await visit(browser, server.url + query, printed);
    check();
    const without = setUp.without ? await visit(browser, server.url + setUp.without) : [];
    return setUp.isDevelopment ? undefined : shippedBytes(files) - shippedBytes(without);
  } finally {
    await sandbox.close();
    await server.stop();
  }
}

async function runAsFiles({ dir, setUp, browser }) {
  const { page, path: pathname = '/', headers } = setUp;
  const { sandbox, printed, query, check } = await expectOneRequest([
    { path: '/', dir: path.join(dir, page), headers },
  ]);
  try {
    const files = await visit(browser, sandbox.url + pathname + query, printed);
    check();
    setUp.loads?.(files.map((file) => file.path));
    return shippedBytes(files);
  } finally {
    await sandbox.close();
  }
}

/** What is left of a file that only imports the package: its own line, in the wrapper that some tools put around all. */
const NOTHING = /^(\(\(\)=>\{"use strict";)?console\.log\(["']nothing of it is used["']\);?(\}\)\(\);)?$/;

function isEmpty({ dir, setUp }) {
  assert.match(readFileSync(path.join(dir, setUp.empty), 'utf8').trim(), NOTHING);
}

/**
 * @param {{ dir: string, setUp: import('./set-ups.mjs').SetUp, browser: import('playwright-core').Browser }} what
 * @returns {Promise<number | undefined>} the bytes that a page loads for the package, where that can be told
 */
export async function tryOut(what) {
  const { dir, setUp } = what;
  for (const name of setUp.scripts ?? []) await script(dir, name);
  if (setUp.empty) return void isEmpty(what);
  if (setUp.node) return void (await runInNode(what));
  return setUp.server ? runOnServer(what) : runAsFiles(what);
}
