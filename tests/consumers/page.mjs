// One page of a project in Chromium, against a sandbox of its own: it has to print the very text that the sandbox was told
// to answer, say nothing else, and the sandbox has to have seen so many requests, no more.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sizesOf } from '../../pkg-template/build/sizes.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';

const PRINTED_MS = 30_000;
const isCode = (type) => /javascript|wasm/.test(type ?? '');

/**
 * Starts a sandbox with one scripted answer for each of the clients, who ask once each; `check` says whether all of it was
 * as it should be.
 */
export async function expectRequests({ clients = 1, ...options } = {}) {
  const sandbox = await startSandbox({ ...options, answerDelayMs: 0, chunkDelayMs: 0 });
  const text = `Answer ${randomUUID()}`;
  const body = {
    action: 'superpower',
    actionType: 'interaction',
    state: 'completed',
    message: { results: [{ response: [{ content: text }] }] },
  };
  sandbox.control.script({ answers: Array(clients).fill({ messages: [{ body }] }) });
  return {
    sandbox,
    printed: `Response: ${text}`,
    query: `?${new URLSearchParams({ websocketUrl: sandbox.websocketUrl, tokenUrl: sandbox.tokenUrl })}`,
    check() {
      const { tokensIssued, tokensReused, handshakes, socketsOpened, framesReceived, framesInvalid } =
        sandbox.control.counts();
      assert.deepEqual(
        { tokensIssued, tokensReused, handshakes, socketsOpened, framesReceived, framesInvalid },
        {
          tokensIssued: clients,
          tokensReused: 0,
          handshakes: clients,
          socketsOpened: clients,
          framesReceived: clients,
          framesInvalid: 0,
        },
        'what the sandbox saw',
      );
      for (const { envelope } of sandbox.control.log().frames) {
        assert.equal(envelope.headers.action, 'interaction');
        assert.equal(envelope.payload.request.scope.conversations[0].messages[0].content, 'Where is my order?');
      }
    },
  };
}

/** What the pages of a context load and say. */
function watch(context) {
  const faults = [];
  const loading = [];
  const note = (text) => faults.push(text);
  context.on('weberror', (error) => note(`page error: ${error.error()?.stack ?? error.error()}`));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) note(`console.${message.type()}: ${message.text()}`);
  });
  context.on('requestfailed', (request) => note(`${request.url()} failed: ${request.failure()?.errorText}`));
  context.on('response', (response) => {
    if (response.status() >= 400) note(`${response.url()} answered ${response.status()}`);
    if (isCode(response.headers()['content-type'])) {
      loading.push(response.body().then((body) => ({ path: new URL(response.url()).pathname, body })));
    }
  });
  return { faults, loaded: () => Promise.all(loading) };
}

/** Takes the encoding out of the content types, as many a host leaves it out. */
async function undeclare(context) {
  // What is answered here no longer counts as coming from this machine.
  await context.grantPermissions(['local-network-access']);
  await context.route(/\.(html|js)(\?|$)/, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    headers['content-type'] = headers['content-type'].replace(/;.*/, '');
    await route.fulfill({ response, headers });
  });
}

/** The frame that shows `text`. */
async function frameWith(page, text) {
  for (const frame of page.frames()) if (await frame.getByText(text).count()) return frame;
}

/**
 * Opens `url` in a context, and waits until one of its frames shows `printed`, if that is given.
 * @returns {Promise<{ files: { path: string, body: Buffer }[], frame?: string }>} the scripts and wasm files that it
 *   loaded, and the address of that frame
 */
export async function visitIn(context, url, { printed } = {}) {
  const { faults, loaded } = watch(context);
  const page = await context.newPage();
  await page.goto(url);
  let frame;
  for (const end = Date.now() + PRINTED_MS; printed && !(frame = await frameWith(page, printed)); await wait(20)) {
    assert.deepEqual(faults, [], `${url} failed before it printed the answer`);
    assert.ok(Date.now() < end, `${url} did not print ${JSON.stringify(printed)} within ${PRINTED_MS} ms`);
  }
  if (!printed) await page.waitForLoadState('networkidle');
  const files = await loaded();
  assert.deepEqual(faults, [], `what ${url} said besides`);
  return { files, frame: frame?.url() };
}

/** The same in a context of its own. */
export async function visit(browser, url, { printed, isUndeclared } = {}) {
  const context = await browser.newContext();
  try {
    if (isUndeclared) await undeclare(context);
    return await visitIn(context, url, { printed });
  } finally {
    await context.close();
  }
}

/** Bytes with brotli-11, each file for itself, as a host would send them. */
export const shippedBytes = (files) => files.reduce((sum, { body }) => sum + sizesOf(body).brotli, 0);
