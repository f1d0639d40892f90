// One set-up, tried: built, and run where it belongs. Whatever is not as it should be is thrown.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../pkg-template/build/log.mjs';
import { loadExtension } from './extension.mjs';
import { expectRequests, shippedBytes, visit, visitIn } from './page.mjs';
import { environment, script, Unavailable } from './project.mjs';
import { startServer } from './server.mjs';

const NODE_MS = 30_000;

/** Prints which Node it is, and its flags for what its version shows only, or hides only, when asked. */
const PROBE = `
const flags = ['--disable-warning=ExperimentalWarning'];
if (parseInt(process.versions.node) < 22) flags.push('--experimental-websocket');
// require() has to find CommonJS, as it must in a Node that cannot require anything else.
if (process.allowedNodeEnvironmentFlags.has('--experimental-require-module')) flags.push('--no-experimental-require-module');
console.log(JSON.stringify({ version: process.versions.node, flags }));`;

/** The Node to run a set-up in: this very one, or another that the project has installed; or what it has instead. */
async function nodeOf(dir, { nodeVersion, runtime }) {
  if (runtime) {
    const [name, ...flags] = runtime;
    const file = path.join(dir, 'node_modules', name);
    if (!existsSync(file)) throw new Unavailable(`There is no ${name} for this machine.`);
    return { file, flags };
  }
  const name = `node-${nodeVersion}-${process.platform}-${process.arch}`;
  const file = nodeVersion ? path.join(dir, 'node_modules', name, 'bin', 'node') : process.execPath;
  if (!existsSync(file)) throw new Unavailable(`There is no ${name} for this machine.`);
  const { stdout } = await run(file, ['--eval', PROBE], { cwd: dir, timeout: NODE_MS });
  const { version, flags } = JSON.parse(stdout);
  if (nodeVersion) assert.equal(parseInt(version), nodeVersion, 'the version of Node');
  return { file, flags };
}

/** What wasm2js makes of wasm cannot do without this, and nothing else in the package has it. */
const isTwin = ({ body }) => body.includes('Math.clz32');

/** Runs a file of the project in Node; answers what it printed. It has to end by itself, and to complain of nothing. */
async function inNode({ dir, setUp }, args, env = {}) {
  const { file, flags } = await nodeOf(dir, setUp);
  const { stdout, stderr } = await run(file, [...flags, ...args], {
    cwd: dir,
    env: { ...environment(), ...env },
    timeout: NODE_MS,
  });
  assert.equal(stderr, '', `what ${args.at(-1)} wrote to stderr`);
  return stdout;
}

async function runInNode(what) {
  const { setUp } = what;
  if (setUp.prints) return assert.match(await inNode(what, [setUp.node]), setUp.prints);
  const { sandbox, printed, check } = await expectRequests();
  try {
    const env = { WEBSOCKET_URL: sandbox.websocketUrl, TOKEN_URL: sandbox.tokenUrl };
    assert.equal(await inNode(what, [setUp.node], env), `${printed}\n`);
    check();
  } finally {
    await sandbox.close();
  }
}

async function runOnServer({ dir, setUp, browser }) {
  const server = await startServer(dir, setUp.server);
  const { sandbox, printed, query, check } = await expectRequests();
  try {
    if (setUp.html) assert.match(await (await fetch(server.url)).text(), setUp.html, 'what the server rendered');
    const { files } = await visit(browser, server.url + query, { printed });
    check();
    const without = setUp.without ? (await visit(browser, server.url + setUp.without)).files : [];
    return setUp.isDevelopment ? undefined : shippedBytes(files) - shippedBytes(without);
  } finally {
    await sandbox.close();
    await server.stop();
  }
}

async function runAsFiles({ dir, setUp, browser }) {
  const { page, path: pathname = '/', hostname, headers, hasTwin, isUndeclared, clients } = setUp;
  const { sandbox, printed, query, check } = await expectRequests({
    static: [{ path: '/', dir: path.join(dir, page), headers }],
    clients,
  });
  try {
    const url = new URL(pathname + query, sandbox.url);
    if (hostname) url.hostname = hostname;
    const { files, frame } = await visit(browser, url.href, { printed, isUndeclared });
    check();
    assert.equal(new URL(frame).origin, sandbox.url, 'the origin of the frame that printed the answer');
    if (hasTwin !== undefined)
      assert.equal(files.some(isTwin), hasTwin, 'whether the plain JavaScript twin was loaded');
    return shippedBytes(files);
  } finally {
    await sandbox.close();
  }
}

/** The project is an extension, and beside it, in `site`, are pages of somebody else. */
async function runInExtension({ dir, setUp }) {
  const { extension: loads, isInside, path: pathname } = setUp;
  const extension = await loadExtension(dir);
  const { sandbox, printed, query, check } = await expectRequests({
    static: [{ path: '/', dir: path.join(dir, 'site') }],
    origins: [extension.url],
  });
  try {
    await visitIn(extension.context, new URL(pathname + query, isInside ? extension.url : sandbox.url).href, {
      printed,
    });
    check();
    return shippedBytes(loads.map((name) => ({ body: readFileSync(path.join(dir, name)) })));
  } finally {
    await extension.close();
    await sandbox.close();
  }
}

/** Each entry in a Node of its own: no global changed, nothing pending, and no WebAssembly, which is not there. */
async function importOnly(what) {
  for (const entry of what.setUp.quiet) {
    const outcome = async (how) => JSON.parse(await inNode(what, ['import-only.js', entry, how]));
    const { names, changed, pending } = await outcome('import');
    assert.ok(names.length > 0, `${entry} exports something`);
    assert.deepEqual({ changed, pending }, { changed: [], pending: [] }, `what importing ${entry} did`);
    assert.deepEqual(await outcome('require'), { names, changed, pending }, `require('${entry}') is as import is`);
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
  if (setUp.isTest) return undefined;
  if (setUp.empty) return void isEmpty(what);
  if (setUp.quiet) return void (await importOnly(what));
  if (setUp.node) return void (await runInNode(what));
  if (setUp.extension) return runInExtension(what);
  return setUp.server ? runOnServer(what) : runAsFiles(what);
}
