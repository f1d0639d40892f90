// What the chat makes of failures: which text, whether trying again helps, when it is tried again of itself, and what
// the line about the connection says.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Attempts, delayMs } from '../../pkg-template/chat/attempts.js';
import { describe } from '../../pkg-template/chat/connection-status.js';
import { errorOf, failureText, isUnsent, needsPerson } from '../../pkg-template/chat/errors.js';
import { textsOf } from '../../pkg-template/chat/texts/index.js';

/** The page, as far as attempts listen to it. */
const page = Object.assign(new EventTarget(), { hidden: false });
Object.assign(globalThis, {
  document: page,
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});
afterEach(() => {
  page.hidden = false;
});

const sdkError = (fields) => Object.assign(new Error('for developers'), { name: 'OptaveError', ...fields });
const remote = (content, fields) =>
  sdkError({
    category: 'ORCHESTRATOR',
    code: 'X',
    retryable: false,
    details: { message: { results: [{ response: [{ content }] }] } },
    ...fields,
  });

test('the SDK decides what can be retried; a file that could not be loaded can be', () => {
  assert.equal(errorOf(sdkError({ code: 'REQUEST_TIMEOUT', retryable: true })).retryable, true);
  assert.equal(errorOf(sdkError({ code: 'INVALID_CONFIG', retryable: false })).retryable, false);
  assert.deepEqual(errorOf(new TypeError('Failed to fetch dynamically imported module')), {
    code: 'UNKNOWN',
    retryable: true,
  });
  for (const thrown of [undefined, null, 5, 'no']) assert.equal(errorOf(thrown).code, 'UNKNOWN');
});

test('only the contents of a server’s responses are for people, as one plain line of a sensible length', () => {
  const texts = textsOf({ language: 'en', texts: {} });
  assert.equal(failureText(errorOf(remote('Closed\n\u0007until  noon.')), texts), 'Closed until  noon.');
  assert.equal(errorOf(remote('x'.repeat(5000))).text.length, 301);
  assert.equal(errorOf(remote('😀'.repeat(5000))).text.at(-1), '…');
  assert.equal(failureText(errorOf(remote(undefined)), texts), texts.failed);
  assert.equal(failureText(errorOf(remote('for people', { category: 'VALIDATION' })), texts), texts.failed);
  assert.equal(failureText(undefined, texts), texts.failed);
  assert.equal(failureText({ code: 'constructor', retryable: false }, texts), texts.failed);
});

test('who can help himself is told how, and not sent to a person', () => {
  assert.equal(needsPerson({ code: 'PAYLOAD_TOO_LARGE', retryable: false }), false);
  assert.equal(needsPerson({ code: 'REMOTE_ERROR', retryable: false }), true);
});

test('what never left goes when there is a connection', () => {
  assert.equal(isUnsent(sdkError({ category: 'WEBSOCKET', retryable: true, details: { unsent: {} } })), true);
  assert.equal(isUnsent(sdkError({ category: 'AUTHENTICATION', retryable: true })), true);
  const notLoaded = new TypeError('Failed to fetch dynamically imported module');
  assert.equal(isUnsent(notLoaded, null), true);
  assert.equal(isUnsent(notLoaded, {}), false, 'with a client it is something else');
  assert.equal(isUnsent(Object.assign(new TypeError('Invalid URL'), { retryable: false }), null), false);
  assert.equal(isUnsent(sdkError({ category: 'WEBSOCKET', retryable: false, details: { unsent: {} } })), false);
  assert.equal(isUnsent(sdkError({ category: 'WEBSOCKET', retryable: true, details: undefined })), false);
});

test('delays grow, differ, and never exceed half a minute', () => {
  for (const chance of [0, 0.5, 1]) {
    const delays = Array.from({ length: 40 }, (_, index) => delayMs(index + 1, chance));
    assert.ok(delays.every((delay, index) => delay >= (delays[index - 1] ?? 500) && delay <= 30_000));
  }
  assert.notEqual(delayMs(5, 0), delayMs(5, 1));
});

/** Attempts that fail as often as is said. */
function failing(times, error = new Error('no')) {
  const changes = [];
  let tries = 0;
  const attempts = new Attempts(
    async () => {
      tries += 1;
      if (tries <= times) throw error;
    },
    () => changes.push(attempts.failures),
  );
  return { attempts, changes, tries: () => tries };
}

const turn = () => new Promise(setImmediate);

test('it is tried until it works, and then no more', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { attempts, tries } = failing(3);
  assert.equal(await attempts.now(), false);
  assert.ok(attempts.retryAt > Date.now());
  for (const failures of [1, 2, 3]) {
    assert.equal(attempts.failures, failures);
    t.mock.timers.tick(30_000);
    await turn();
  }
  assert.equal(tries(), 4);
  assert.deepEqual([attempts.failures, attempts.retryAt, attempts.isTrying], [0, undefined, false]);
  t.mock.timers.tick(60_000);
  page.dispatchEvent(new Event('online'));
  await turn();
  assert.equal(tries(), 4);
});

test('at once when the network is back or the page is looked at, and one attempt at a time', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { attempts, tries } = failing(9);
  await attempts.now();
  page.dispatchEvent(new Event('online'));
  page.dispatchEvent(new Event('online'));
  assert.equal(tries(), 2);
  await turn();
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  t.mock.timers.tick(60_000);
  await turn();
  assert.equal(tries(), 2, 'nobody waits in a page that nobody sees');
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  assert.equal(tries(), 3);
  await turn();
  attempts.stop();
  page.dispatchEvent(new Event('online'));
  t.mock.timers.tick(60_000);
  assert.equal(tries(), 3);
});

test('an attempt that fails after it was stopped plans no other', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { attempts, tries } = failing(9);
  const attempt = attempts.now();
  attempts.stop();
  assert.equal(await attempt, false);
  assert.deepEqual([attempts.failures, attempts.retryAt], [0, undefined]);
  page.dispatchEvent(new Event('online'));
  t.mock.timers.tick(60_000);
  assert.equal(tries(), 1);
});

test('what is hopeless waits for a reason', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { attempts, tries } = failing(1, sdkError({ retryable: false }));
  await attempts.now();
  assert.equal(attempts.retryAt, undefined);
  t.mock.timers.tick(600_000);
  assert.equal(tries(), 1);
  assert.equal(await attempts.now(), true);
});

test('every state of the connection in words', () => {
  const now = 1_000_000;
  const keyOf = (connection, wasOpen = true) => describe({ ...connection }, { wasOpen, now })?.key ?? null;
  assert.equal(keyOf({ state: 'connecting' }, false), 'connecting');
  assert.equal(keyOf({ state: 'connecting' }), 'reconnecting');
  assert.equal(keyOf({ state: 'waiting' }), 'reconnecting');
  assert.deepEqual(describe({ state: 'waiting', retryAt: now + 4001 }, { wasOpen: true, now }), {
    key: 'waiting',
    seconds: 5,
    canConnect: true,
  });
  assert.equal(keyOf({ state: 'closed' }), 'closed');
  assert.equal(keyOf({ state: 'closed', retryAt: now + 10 }), 'retrying');
  assert.equal(keyOf({ state: 'offline' }), 'offline');
  for (const state of ['open', 'idle']) {
    assert.equal(keyOf({ state }), null);
    assert.equal(keyOf({ state, isReportedOffline: true }), 'reportedOffline');
  }
});
