// Fast where it is felt: from the click to the first words of an answer, and in a conversation of two thousand
// messages. The figures are printed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fill, onDemo, withoutLongTasks } from './widget-helper.mjs';

const MESSAGES = 2000;
const { firstWordsMs, longestTaskMs: LONG_TASK_MS } = JSON.parse(
  readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'),
).chat;

/** Tasks over 50 ms, as the browser itself counts them. */
const watchTasks = (page) =>
  page.evaluate(() => {
    window.tasks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.tasks.push(Math.round(duration));
    });
    observer.observe({ type: 'longtask' });
  });

const longTasks = async (page) => {
  await page.waitForTimeout(200);
  return page.evaluate(() => window.tasks.splice(0));
};

onDemo(
  'from the first opening to the first words of an answer',
  async ({ page, chat }) => {
    // As fast as a program can write: what is measured is the widget, the SDK and the connection, from nothing.
    await page.evaluate(() => {
      const chat = document.querySelector('optave-chat');
      chat.show();
      chat.send('Where is my order?');
    });
    await chat.answer();
    const [{ duration }] = await page.evaluate(() =>
      performance.getEntriesByName('optave-chat: first answer').map(({ duration }) => ({ duration })),
    );
    console.log(`    first opening to first painted words: ${duration.toFixed(0)} ms, of which the sandbox waits 0 ms`);
    assert.ok(duration < firstWordsMs, `${duration} ms`);
  },
  { open: false, pace: { answerDelayMs: 0, chunkDelayMs: 2 } },
);

async function useLongConversation(page, chat) {
  await fill(page, MESSAGES);
  const filling = await longTasks(page);

  await chat.log.hover();
  const start = chat.element.getByText('Question 0?', { exact: true });
  for (let step = 0; step < 400; step += 1) {
    await page.mouse.wheel(0, -1200);
    await page.waitForTimeout(16);
    if (step % 20 === 0 && (await start.count())) break;
  }
  await start.waitFor();
  assert.ok((await chat.rows.count()) <= 120, 'a window of them is on the screen');
  const scrolling = await longTasks(page);

  await chat.input.focus();
  await page.keyboard.type('Where is my order? Typing is as quick as ever. ', { delay: 5 });
  const typing = await longTasks(page);

  await chat.log.hover();
  for (let step = 0; step < 200; step += 1) await page.mouse.wheel(0, 4000);
  const back = await longTasks(page);

  await page.keyboard.press('Enter');
  await chat.element.locator('.row-bot[data-state="done"]', { hasText: 'on its way' }).last().waitFor();
  const answering = await longTasks(page);
  return { filling, scrolling, typing, back, answering };
}

onDemo(
  `${MESSAGES} messages: taking them over, scrolling and typing without a task over ${LONG_TASK_MS} ms`,
  async ({ page, chat }) => {
    await chat.ask('Hello');
    await watchTasks(page);
    await withoutLongTasks(page, `${MESSAGES} messages`, LONG_TASK_MS, async () => {
      const found = await useLongConversation(page, chat);
      console.log(`    long tasks, as the browser counts them: ${JSON.stringify(found)}`);
    });
  },
  { timeout: 120_000, needs: ['devtools'] },
);

onDemo(
  'a reload with two thousand messages opens without a long task',
  async ({ page, chat }) => {
    await fill(page, MESSAGES);
    await page.waitForTimeout(700); // the store saves a moment later
    await page.addInitScript(() => {
      window.tasks = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.tasks.push(Math.round(duration));
      }).observe({ type: 'longtask', buffered: true });
    });
    await withoutLongTasks(page, 'a reload', LONG_TASK_MS, async () => {
      await page.reload();
      await chat.rows.last().waitFor();
      console.log(`    long tasks, as the browser counts them: ${JSON.stringify(await longTasks(page))}`);
    });
    const stored = await page.evaluate(() => document.querySelector('optave-chat').conversation.messages.length);
    assert.equal(stored, MESSAGES);
  },
  { timeout: 60_000, needs: ['devtools'] },
);
