// The page at every size, in both languages, with letters twice as large: nothing is wider than the window, nothing is
// cut off, and the chat's button covers nothing that could not be scrolled away from it.
import assert from 'node:assert/strict';
import { onShop } from './page-helper.mjs';

const SIZES = [
  { width: 320, height: 568 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
];

/** What may be wider than its place, since it can be scrolled: code, tables, and what one writes oneself. */
const SCROLLED = 'pre, .table-frame, .table, textarea, .turns-frame';

/** Everything that is wider than its place, out of the window, or without a size although it says something. */
const broken = (run) =>
  run((scrolled) => {
    const wrong = [];
    const name = (node) => `${node.tagName.toLowerCase()}.${node.className} “${node.textContent.trim().slice(0, 30)}”`;
    if (document.documentElement.scrollWidth > innerWidth) {
      wrong.push(`the page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);
    }
    for (const node of document.querySelectorAll('body *')) {
      if (node.closest('optave-chat, script, noscript, .visually-hidden, option') || !node.checkVisibility()) continue;
      const style = getComputedStyle(node);
      const { left, right, width, height } = node.getBoundingClientRect();
      const isIn = node.parentElement.closest(scrolled);
      if (!isIn && style.visibility === 'visible' && (left < -1 || right > innerWidth + 1))
        wrong.push(`out of the window: ${name(node)}`);
      const isClipped = ['hidden', 'clip', 'auto', 'scroll'].includes(style.overflowX) && !node.matches(scrolled);
      if (isClipped && node.scrollWidth > node.clientWidth + 1) wrong.push(`cut off: ${name(node)}`);
      const hasText = [...node.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
      if (hasText && (width < 2 || height < 2)) wrong.push(`without a size: ${name(node)}`);
      // Letters that stand out of their own box, and so on those beside it.
      if (
        hasText &&
        style.display !== 'inline' &&
        style.overflowX === 'visible' &&
        node.scrollWidth > node.clientWidth + 1
      ) {
        wrong.push(`wider than its place: ${name(node)}`);
      }
    }
    return wrong;
  }, SCROLLED);

/** What stands under the chat's button, or the open chat, as the window is now. */
const covered = (run, part) =>
  run(
    ({ part, scrolled }) => {
      const over = document.querySelector('optave-chat').shadowRoot.querySelector(part).getBoundingClientRect();
      const meets = (box) =>
        box.left < over.right && box.right > over.left && box.top < over.bottom && box.bottom > over.top;
      const says = (node) => [...node.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim());
      return (
        [...document.querySelectorAll('main *')]
          .filter((node) => says(node) || node.matches('button, input, select, textarea, a, img'))
          .filter((node) => node.checkVisibility() && meets(node.getBoundingClientRect()))
          // Of what is scrolled within a frame only that is there which the frame shows.
          .filter((node) => {
            const frame = node.parentElement.closest(scrolled);
            return !frame || meets(frame.getBoundingClientRect());
          })
          .map((node) => node.textContent || node.tagName)
      );
    },
    { part, scrolled: SCROLLED },
  );

const toEnd = (run) => run(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));

async function fillViews({ ask, show, come, texts, click }) {
  await ask('This is unacceptable, my parcel arrived broken. I want a refund or I call my lawyer.');
  await show('operator');
  await click('.tools button');
  await click('.presets button');
  await come(async () => (await texts('.result[data-state="done"]')).length === 1, 'a result');
  await show('wire');
  await click('#wire td button');
}

const VIEWS = ['visitor', 'operator', 'wire'];

for (const size of SIZES) {
  onShop(
    `at ${size.width} px nothing is too wide, and nothing stays under the chat’s button, in English and French`,
    async (shop) => {
      const { run, show, speak, painted, inWindow } = shop;
      await inWindow(size, async () => {
        for (const name of VIEWS) await show(name);
        for (const isFilled of [false, true]) {
          if (isFilled) await fillViews(shop);
          for (const language of ['fr', 'en']) {
            await speak(language);
            for (const name of VIEWS) {
              await show(name);
              await painted();
              const where = `${name}, ${language}, ${isFilled ? 'with' : 'without'} a conversation`;
              assert.deepEqual(await broken(run), [], where);
              await toEnd(run);
              await painted();
              assert.deepEqual(await covered(run, '.launcher'), [], where);
            }
          }
        }
      });
    },
    { timeout: 120_000 },
  );

  onShop(
    `every method, at ${size.width} px`,
    async ({ run, click, come, texts, speak, painted, inWindow }) => {
      await inWindow(size, async () => {
        await click('#actions button');
        await come(async () => (await texts('.request .pill')).join() === 'completed', 'an answer');
        await run(() => {
          document.querySelector('details:last-of-type').open = true;
          document.querySelector('#params').value = '{';
        });
        await click('#actions button');
        for (const language of ['fr', 'en']) {
          await speak(language);
          await painted();
          assert.deepEqual(await broken(run), [], language);
        }
      });
    },
    { path: '/methods/', timeout: 120_000 },
  );
}

for (const [what, size, letters] of [
  ['at 1280 px with letters twice as large', { width: 1280, height: 800 }, '200%'],
  ['zoomed to 200 % in a window of 1280 px', { width: 640, height: 400 }, '100%'],
]) {
  onShop(
    `${what}, too`,
    async (shop) => {
      const { run, show, speak, painted, inWindow } = shop;
      await inWindow(size, async () => {
        await run((letters) => (document.documentElement.style.fontSize = letters), letters);
        await fillViews(shop);
        for (const language of ['fr', 'en']) {
          await speak(language);
          for (const name of VIEWS) {
            await show(name);
            await painted();
            assert.deepEqual(await broken(run), [], `${name}, ${language}`);
            await toEnd(run);
            await painted();
            assert.deepEqual(await covered(run, '.launcher'), [], `${name}, ${language}`);
          }
        }
      });
    },
    { timeout: 120_000 },
  );
}

for (const size of SIZES.filter(({ width }) => width >= 1280)) {
  onShop(
    `at ${size.width} px the open chat stands beside the page, not on it`,
    async (shop) => {
      const { run, show, painted, come, inWindow } = shop;
      await inWindow(size, async () => {
        await fillViews(shop);
        await run(() => document.querySelector('optave-chat').show());
        const isOpen = () => document.querySelector('optave-chat').shadowRoot.querySelector('.panel')?.open === true;
        await come(() => run(isOpen), 'it is open');
        for (const name of VIEWS) {
          await show(name);
          await painted();
          assert.deepEqual(await broken(run), [], name);
          assert.deepEqual(await covered(run, '.panel'), [], name);
        }
      });
    },
    { timeout: 120_000 },
  );
}
