// What the end-to-end tests share: one Chromium and one sandbox per file. Per test the page is loaded anew with its
// storage empty, and the sandbox is reset, so that no script, log entry or session id of one test can reach another.
// The tab itself stays, because a new one costs more than most tests; tests that change the tab ask for their own.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findProgram } from '../../pkg-template/build/browsers.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const STATIC = [
  { path: '/pkg', dir: here('../../pkg') },
  { path: '/page', dir: here('./pages') },
  // The same page, but one that the back-forward cache takes.
  { path: '/kept', dir: here('./pages'), headers: { 'cache-control': 'no-cache' } },
  // The same page where the host refuses WebAssembly.
  {
    path: '/strict',
    dir: here('./pages'),
    headers: { 'content-security-policy': "default-src 'self'; script-src 'self'" },
  },
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser;
let sandbox;
let shared;

/** A Chromium; `options` are those of Playwright's. */
export function launch(options = {}) {
  const executablePath = findProgram('chromium');
  assert.ok(executablePath, 'Chromium was not found; `npm run setup` says how to get it');
  return chromium.launch({ executablePath, args: FLAGS, ...options });
}

before(async () => {
  browser = await launch();
  // Answers come at once unless a test is about their timing.
  sandbox = await startSandbox({ static: STATIC, answerDelayMs: 0, chunkDelayMs: 0 });
});

after(async () => {
  await browser?.close();
  await sandbox?.close();
});

/** Resolves to the first truthy value of `look`; a wait for what is certain to come, never for time to pass. */
export async function eventually(look, what = String(look), withinMs = 5_000) {
  for (const end = Date.now() + withinMs; ; await wait(5)) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come to this: ${what}`);
  }
}

/** What a page says, until `stop` is called. */
function listen(page) {
  const errors = [];
  const consoleLines = [];
  const onError = (error) => errors.push(String(error?.stack ?? error));
  const onConsole = (message) => consoleLines.push({ type: message.type(), text: message.text() });
  page.on('pageerror', onError).on('console', onConsole);
  return { errors, consoleLines, stop: () => page.off('pageerror', onError).off('console', onConsole) };
}

/** Leaves the page and what it stored, so that its sockets close and the next test finds an empty tab. */
async function leave(page) {
  if (!page.url().startsWith('about:')) await page.evaluate(() => sessionStorage.clear()).catch(() => {});
  await page.goto('about:blank');
}

/**
 * A test in a page. `body` gets the page, `run` (evaluates a function in it), the sandbox, and what the page wrote to
 * its console. A page error or an unhandled rejection fails the test, unless `pageErrors` says that it is about those.
 *
 * @param {object} [options]
 * @param {object} [options.sandbox] settings of the sandbox
 * @param {object} [options.context] options of a browser context of the test's own
 * @param {() => import('playwright-core').Browser} [options.browser] another browser to make that context in
 * @param {string | null} [options.path] the page to open; null leaves that to the test
 * @param {boolean} [options.pageErrors]
 */
export function inPage(name, body, options = {}) {
  test(name, { timeout: options.timeout ?? 20_000 }, async (t) => {
    const { control } = sandbox;
    control.config(options.sandbox ?? {});
    const context = options.context && (await (options.browser?.() ?? browser).newContext(options.context));
    const page = context ? await context.newPage() : (shared ??= await browser.newPage());
    const { errors, consoleLines, stop } = listen(page);
    let hasEnded = false;
    // A test that ran out of time must not go on in the tab of the next one.
    t.signal.addEventListener('abort', () => {
      if (hasEnded) return;
      if (page === shared) shared = undefined;
      page.close().catch(() => {});
    });
    try {
      const path = options.path === undefined ? '/page/index.html' : options.path;
      if (path !== null) await page.goto(sandbox.url + path);
      const run = (work, argument) => page.evaluate(work, argument);
      await body({ page, context, run, sandbox, control, consoleLines, errors });
      if (!options.pageErrors) assert.deepEqual(errors, [], 'the page reported errors');
    } finally {
      hasEnded = true;
      stop();
      // A server that is down or deaf would not notice that the page is gone.
      control.clearFaults();
      if (context) await context.close();
      else if (!page.isClosed()) await leave(page);
      // What the page's sockets still had under way is not to reach the next test's log.
      await eventually(
        () => control.log().connections.every(({ closedAt }) => closedAt !== null),
        'all sockets closed',
      );
      control.reset();
    }
  });
}

/** A superpower message in the bare form. */
export const superpower = (actionType, state = 'completed', text = `${actionType} ${state}`) => ({
  action: 'superpower',
  actionType,
  state,
  message: { results: [{ response: [{ content: text }] }] },
});

/** Scripts one answer per argument: a list of bodies or messages, or a whole answer. */
export function script(control, ...answers) {
  const messageOf = (item) => (['body', 'text', 'base64', 'size'].some((key) => key in item) ? item : { body: item });
  control.script({
    answers: answers.map((answer) => (Array.isArray(answer) ? { messages: answer.map(messageOf) } : answer)),
  });
}

/** The envelopes of all frames that came in, in order. */
export const envelopes = (control) => control.log().frames.map(({ envelope }) => envelope);

/** How the next server connection is to fare: nothing comes back, and nobody says so. */
export const SILENT = { silent: true };

/** What the sandbox saw of each request: how often it came, and with which ids. */
export const arrivals = (control) =>
  control.requests().map(({ action, times, received }) => ({
    action,
    times,
    keys: new Set(received.map(({ idempotencyKey }) => idempotencyKey)).size,
    connections: received.map(({ connection }) => connection),
  }));

/** The frames that Ajv or the sandbox itself found fault with. */
export const invalidFrames = (control) =>
  control
    .log()
    .frames.filter(({ valid }) => !valid)
    .map(({ errors }) => errors);
