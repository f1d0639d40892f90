// What the end-to-end tests share: one browser and one sandbox per process. Per test the page is loaded anew with its
// storage empty, and the sandbox is reset, so that no script, log entry or session id of one test can reach another.
// The tab itself stays, because a new one costs more than most tests; tests that change the tab ask for their own.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { ENGINE, lacking, launch, LIMIT } from './engines.mjs';
import { POLICIES } from './policies.mjs';
import { reporting } from './webkit.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const STATIC = [
  { path: '/pkg', dir: here('../../pkg') },
  { path: '/page', dir: here('./pages'), headers: { 'cache-control': 'no-store' } },
  // The same page, but one that the back-forward cache takes.
  { path: '/kept', dir: here('./pages') },
  // The same page on strict hosts.
  ...Object.entries(POLICIES).map(([path, policy]) => ({
    path,
    dir: here('./pages'),
    headers: { 'content-security-policy': policy },
  })),
];

let browser;
let sandbox;
let shared;
let entry;

/** The tests that are defined from now on run with this entry of the package; those about a page of their own do not. */
export function useEntry(name) {
  entry = name;
}

/** Folders for a page, as this engine's pages need them. */
export const served = (statics) => (ENGINE === 'webkit' ? reporting(statics) : statics);

before(async () => {
  browser = await launch();
  // Answers come at once unless a test is about their timing.
  // Origin "null" is that of a sandboxed frame.
  sandbox = await startSandbox({ static: served(STATIC), origins: ['null'], answerDelayMs: 0, chunkDelayMs: 0 });
});

after(async () => {
  await quit();
  await sandbox?.close();
});

const QUIT_MS = 10_000;
/** That of a tab, unless a test says otherwise. */
const SIZE = { width: 1280, height: 720 };

/** Closes the browser. One that hangs is not waited for: it ends with this process. */
const quit = () => Promise.race([browser?.close().catch(() => {}), wait(QUIT_MS, undefined, { ref: false })]);

/** Resolves to the first truthy value of `look`; a wait for what is certain to come, never for time to pass. */
export async function eventually(look, what = String(look), withinMs = 5_000) {
  for (const end = Date.now() + withinMs * LIMIT; ; await wait(5)) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < end, `it did not come to this: ${what}`);
  }
}

/** Firefox tells of sockets and modules that fail, and of what a policy forbids, as of errors, although no script sees any. */
const SAID_BY_FIREFOX =
  /^(Firefox can’t establish a connection to the server at|The connection to) wss?:|^Loading module from |^Content-Security-Policy: /;

/** What a page says, until `stop` is called. */
function listen(page) {
  const errors = [];
  const consoleLines = [];
  const onError = (error) => {
    const text = String(error?.stack ?? error);
    if (!SAID_BY_FIREFOX.test(text)) errors.push(text);
  };
  const onConsole = (message) => consoleLines.push({ type: message.type(), text: message.text() });
  page.on('pageerror', onError).on('console', onConsole);
  return { errors, consoleLines, stop: () => page.off('pageerror', onError).off('console', onConsole) };
}

/**
 * Leaves the page, so that its sockets close, and then what it stored, be it as it was left. Where it goes is empty but
 * of the same origin: for another the browser would start another process, twice for each test.
 */
async function leave(page) {
  for (const other of page.context().pages()) if (other !== page) await other.close();
  try {
    await page.goto(new URL('/nothing-here', page.url()).href);
    await page.evaluate(() => (sessionStorage.clear(), localStorage.clear()));
  } catch {
    // A page without an address, or of a server that is gone.
    await page.goto('about:blank');
  }
}

/** Fulfilled when there is a browser that no test has spoilt. */
let ready = Promise.resolve();

/** Whatever failed in one test, or hung, or ended the browser, is not to fail the next. */
function restart() {
  shared = undefined;
  ready = ready
    .catch(() => {})
    .then(quit)
    .then(async () => {
      browser = await launch();
    });
  return ready;
}

/** Should the browser not have started again, that is for the next test to tell, which tries once more. */
const restartQuietly = () => restart().catch(() => {});

/** Browsers crash and hang by themselves now and then, which says nothing of what is tested, unless it happens again. */
class BrowserLost extends Error {
  constructor(cause) {
    super(`the browser answered no more: ${cause.message}`, { cause });
  }
}

/** Whether a page that should be there does not answer. */
const isLost = (page) =>
  Promise.race([
    page
      .evaluate(() => {})
      .then(
        () => false,
        () => true,
      ),
    wait(QUIT_MS, true, { ref: false }),
  ]);

/** What an engine must be able to do for an option of a context; each can open a page of some size. */
const NEEDS = {
  colorScheme: () => 'media',
  forcedColors: () => 'forcedColors',
  isMobile: () => 'mobile',
  locale: () => [],
  permissions: (names) => (names.every((name) => name.startsWith('clipboard-')) ? [] : 'contexts'),
  reducedMotion: () => 'media',
  viewport: ({ width }) => (width < 450 ? 'narrow' : []),
};

const needsOf = (context = {}) =>
  Object.entries(context).flatMap(([name, value]) => (name in NEEDS ? NEEDS[name](value) : 'contexts'));

/** A context of WebKit is another browser. Where only the size matters, the tab that all share is made to measure. */
const isOwn = (context) =>
  context !== undefined &&
  !(
    ENGINE === 'webkit' &&
    'viewport' in context &&
    Object.keys(context).every((name) => ['viewport', 'locale'].includes(name))
  );

/** Makes of the tab that all share one like that of a context. */
async function settle(page, context) {
  await page.setViewportSize(context?.viewport ?? SIZE);
  await page.mouse.move(0, 0);
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
 * @param {string[]} [options.needs] what not every engine can do, by the names of engines.mjs
 */
export function inPage(name, body, options = {}) {
  if (entry && options.path !== undefined) return;
  const { timeout = 20_000 } = options;
  const skip = lacking([...needsOf(options.context), ...(options.needs ?? [])]);
  const query = entry ? `?entry=${entry}` : '';
  const attempt = async (t) => {
    await ready.catch(restart);
    const { control } = sandbox;
    // A test that failed has left it as it was.
    control.reset();
    control.config(options.sandbox ?? {});
    let page;
    let listening;
    try {
      const context = isOwn(options.context) && (await (options.browser?.() ?? browser).newContext(options.context));
      page = context ? await context.newPage() : (shared ??= await browser.newPage());
      if (ENGINE === 'webkit' && !context) await settle(page, options.context);
      listening = listen(page);
      const { errors, consoleLines } = listening;
      const path = options.path === undefined ? `/page/index.html${query}` : options.path;
      if (path !== null) await page.goto(sandbox.url + path);
      if (query) await page.waitForFunction(() => window.sdk);
      const run = (work, argument) => page.evaluate(work, argument);
      await body({ page, context, run, sandbox, control, consoleLines, errors });
      // What the page said before this has been heard after it.
      await run(() => {}).catch(() => {});
      if (!options.pageErrors) assert.deepEqual(errors, [], 'the page reported errors');
      // A server that is down or deaf would not notice that the page is gone.
      control.clearFaults();
      if (context) await context.close();
      else await leave(page);
      // What the page's sockets still had under way is not to reach the next test's log.
      await eventually(
        () => control.log().connections.every(({ closedAt }) => closedAt !== null),
        'all sockets closed',
      );
    } catch (error) {
      if (t.signal.aborted) throw error;
      const lost = page && !page.isClosed() && (await isLost(page));
      await restartQuietly();
      throw lost ? new BrowserLost(error) : error;
    } finally {
      listening?.stop();
    }
  };
  test(entry ? `${entry}: ${name}` : name, { timeout: timeout * LIMIT, skip }, async (t) => {
    let isOver = false;
    // A test that ran out of time must not go on in the browser of the next one.
    t.signal.addEventListener('abort', () => isOver || restartQuietly());
    try {
      await attempt(t).catch((error) => {
        if (!(error instanceof BrowserLost)) throw error;
        console.error(`${error.message}; once more: ${name}`);
        return attempt(t);
      });
    } finally {
      isOver = true;
    }
  });
}

/**
 * What tells, whenever it is asked, which paths a page has asked for from now on, and which sockets it has opened. Where
 * nobody tells of the network, it is what the page has fetched at all, as it keeps that itself.
 */
export function requestsOf(page) {
  if (lacking(['network'])) {
    return () =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
  }
  const requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  page.on('websocket', (socket) => requests.push(socket.url()));
  return async () => requests;
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
