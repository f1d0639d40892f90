// What the tests of the demo share: the demo as `npm start` serves it, with its security headers, and the widget as a
// visitor finds it. Each test has a browser context of its own, or in WebKit a tab without anything stored.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before } from 'node:test';
import { startDemo, STATIC } from '../../www-demo/demo.mjs';
import { ENGINE } from './engines.mjs';
import { eventually, inPage, requestsOf, served } from './helper.mjs';

const SCREENSHOTS = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));

mkdirSync(SCREENSHOTS, { recursive: true });

/** Where a picture goes; its name tells the engine. */
export const picture = (name) => `${SCREENSHOTS}${ENGINE}-${name}.png`;

/** Quick, but with steps that can be told apart. */
export const PACE = { answerDelayMs: 30, chunkDelayMs: 5 };

/** @type {Awaited<ReturnType<typeof startDemo>>} */
export let demo;

before(async () => {
  demo = await startDemo({ port: 0, static: served(STATIC), ...PACE });
});

after(() => demo?.close());

/**
 * A test on the demo's page.
 *
 * @param {string} name
 * @param {(test: { page: import('playwright-core').Page, chat: ReturnType<typeof chatOn>, control: object, requests: ReturnType<typeof requestsOf>, consoleLines: object[] }) => Promise<void>} body
 * @param {{ pace?: object, context?: object, hash?: string, timeout?: number, open?: boolean, needs?: string[] }} [options] `open`: the
 *   chat is opened before the body runs
 */
export function onDemo(name, body, options = {}) {
  const { pace, context = {}, hash = '', timeout = 30_000, open = true, needs = [] } = options;
  const inContext = { viewport: { width: 1280, height: 800 }, locale: 'en-US', ...context };
  const work = async ({ page, consoleLines }) => {
    const { control } = demo;
    control.reset();
    control.config({ ...PACE, ...pace });
    const requests = requestsOf(page);
    await page.goto(`${demo.url}/${hash}`);
    await page.locator('#prompts button').first().waitFor({ state: 'attached' });
    const chat = chatOn(page);
    if (open) await chat.open();
    await body({ page, chat, control, requests, consoleLines });
  };
  inPage(name, work, { path: null, timeout, context: inContext, needs });
}

/** The widget, by what a visitor sees and does. */
export function chatOn(page) {
  const element = page.locator('optave-chat');
  const row = (role) => element.locator(`.row-${role}`);
  return {
    element,
    launcher: element.locator('.launcher'),
    panel: element.locator('.panel'),
    input: element.locator('.input'),
    log: element.locator('.log'),
    status: element.locator('.status'),
    rows: element.locator('.row'),
    row,
    async open() {
      await this.launcher.click();
      await this.input.waitFor();
    },
    async write(text) {
      await this.input.fill(text);
      await this.input.press('Enter');
    },
    /** The newest answer, once all of it is there. */
    async answer(index = -1) {
      const answers = element.locator('.row-bot[data-state="done"]');
      await (index < 0 ? answers.last() : answers.nth(index)).waitFor();
      return index < 0 ? answers.last() : answers.nth(index);
    },
    async ask(text) {
      const before = await element.locator('.row-bot[data-state="done"]').count();
      await this.write(text);
      return this.answer(before);
    },
    texts: (role) => element.locator(`.row-${role} .text`).allTextContents(),
    /** What has the focus inside the element, by its class. */
    focused: () => element.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.className.split(' ')[0] ?? ''),
  };
}

/**
 * Holds back what the server sends on a connection, but for its next `most` frames, until the answer of this is called:
 * how fast a machine is must not matter.
 */
export function hold(control, most = 0) {
  const { faults } = control.fault({ fault: 'delay', ms: 600_000, skip: most });
  return () => control.clearFaults(faults[0].id);
}

/** So many frames tell that the reply and five superpowers have begun. */
export const STARTED = 6;
/** So many come next, with ever more of a reply that is not short. */
export const PARTS = 11;

/** Asks, and lets the answer grow part by part: each is held back until `painted` tells that the one before it was seen. */
export async function partByPart(control, count, ask, painted) {
  const releases = Array.from({ length: count }, (_, part) => hold(control, STARTED + part + 1));
  await ask();
  for (const [part, release] of releases.entries()) {
    await eventually(async () => (await painted()) > part, `part ${part + 1}`);
    release();
  }
}

/** Puts a message of the assistant into the conversation, as if it had just been answered. */
export const say = (page, message) =>
  page.evaluate(
    (message) =>
      new Promise((painted) => {
        document.querySelector('optave-chat').conversation.add({ role: 'bot', state: 'done', ...message });
        requestAnimationFrame(() => requestAnimationFrame(painted));
      }),
    message,
  );

/** Puts many messages into the conversation, as a stored one would bring them. */
export const fill = (page, count) =>
  page.evaluate((count) => {
    const { conversation } = document.querySelector('optave-chat');
    const messages = Array.from({ length: count }, (_, index) => ({
      id: `message-${index}`,
      role: index % 2 ? 'bot' : 'user',
      text: index % 2 ? `Answer ${index}. ${'It goes on for a while. '.repeat(index % 7)}` : `Question ${index}?`,
      at: Date.now() - (count - index) * 1000,
      state: 'done',
      action: 'interaction',
    }));
    return new Promise((painted) => {
      conversation.load({ threadId: conversation.threadId, mode: 'assistant', unread: 0, messages });
      requestAnimationFrame(() => requestAnimationFrame(painted));
    });
  }, count);

/**
 * What `usualTask` takes where the limits of these tests were set, in milliseconds: worked out on a slower machine, from
 * how much longer the same tests took there.
 */
const USUAL_MS = 15;

/** A task like those of the chat: nodes are made and laid out. Answers how long it takes, as the middle of several. */
function usualTask() {
  const once = () => {
    const began = performance.now();
    const list = document.createElement('ul');
    for (let index = 0; index < 500; index += 1) {
      const item = document.createElement('li');
      const link = Object.assign(document.createElement('a'), { href: `https://a.example/${index}`, textContent: 'a' });
      item.append(`${index}: some words and `, link);
      list.append(item);
    }
    document.body.append(list);
    list.getBoundingClientRect();
    list.remove();
    return performance.now() - began;
  };
  const times = Array.from({ length: 9 }, once).sort((one, other) => one - other);
  return times[4];
}

/** What the page's tasks cost while `work` is done, in milliseconds of processor time. */
async function costsOf(page, work) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['toplevel'] });
  let trace;
  try {
    await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString());
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents
    .filter(({ ph, name, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && threads.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
  assert.ok(tasks.length > 20, 'the tasks were traced');
  return tasks;
}

const ROUNDS = 3;

/**
 * Holds that no task of the page costs more than so many milliseconds of processor time while `work` is done: the
 * browser's own figure for long tasks also counts the time in which the machine did something else. Where the machine is
 * slow, as much more is allowed; and what it does besides only adds, so one round without is enough.
 */
export async function withoutLongTasks(page, what, most, work) {
  const found = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const slowness = Math.max(1, (await page.evaluate(usualTask)) / USUAL_MS);
    const longest = Math.max(...(await costsOf(page, work)));
    found.push(`${longest.toFixed(0)} ms on a machine ${slowness.toFixed(1)} times as slow`);
    if (longest > most * slowness) continue;
    console.log(`    ${what}: the longest task costs ${found.join(', ')}`);
    return;
  }
  assert.fail(`${what}: the longest task costs ${found.join(', ')}`);
}
