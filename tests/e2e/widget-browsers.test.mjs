// The same visit in Firefox and WebKit, by keyboard alone: nothing before the opening, an answer that streams, a
// reload, another language, text that stays text, and what the sandbox saw of it.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { startDemo } from '../../www-demo/demo.mjs';
import { engines, KEY, openBrowser } from './widget-webdriver.mjs';
import { eventually } from './widget-wait.mjs';

const SCREENSHOTS = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
mkdirSync(SCREENSHOTS, { recursive: true });

const HTML = '<img src=x onerror="window.hacked=1">';

// Run in the page.
const inChat = (selector) => {
  const root = document.querySelector('optave-chat')?.shadowRoot;
  return [...(root?.querySelectorAll(selector) ?? [])].map((node) => node.textContent);
};
const focused = () => document.querySelector('optave-chat').shadowRoot.activeElement?.className ?? '';
const watch = () => {
  window.seen = [];
  const log = document.querySelector('optave-chat').shadowRoot.querySelector('.log');
  new MutationObserver(() => {
    const text = log.querySelector('.row-bot .text')?.textContent;
    if (text && text !== window.seen.at(-1)) window.seen.push(text);
  }).observe(log, { childList: true, subtree: true, characterData: true });
};

async function visit(browser, demo, name) {
  const { control } = demo;
  const shoot = async (state) => writeFileSync(`${SCREENSHOTS}${name}-${state}.png`, await browser.screenshot());
  await browser.goto(`${demo.url}/`);
  await eventually(
    () => browser.run(() => document.querySelectorAll('#prompts button').length > 0),
    'the page is there',
  );
  assert.deepEqual([control.log().tokens.length, control.log().handshakes.length], [0, 0], 'nothing has been asked');

  // Opened by the keyboard, and the focus goes where one writes.
  await browser.run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.launcher').focus());
  await browser.type(KEY.enter);
  await eventually(async () => (await browser.run(focused)) === 'input', 'the field has the focus');
  await browser.run(watch);
  await browser.type(`Where is my order?${KEY.enter}`);
  await eventually(
    async () => (await browser.run(inChat, '.row-bot[data-state="done"] .text')).length === 1,
    'an answer',
  );
  const seen = await browser.run(() => window.seen);
  assert.ok(seen.length >= 3, `it grew: ${JSON.stringify(seen)}`);
  assert.match(seen.at(-1), /on its way/);
  await shoot('chatting');

  await browser.type(`${HTML}${KEY.enter}`);
  await eventually(
    async () => (await browser.run(inChat, '.row-bot[data-state="done"] .text')).length === 2,
    'a second one',
  );
  assert.equal((await browser.run(inChat, '.row-user .text'))[1], HTML);
  assert.equal(await browser.run(() => window.hacked ?? null), null);

  // Escape closes, and the launcher has the focus again; Enter opens.
  await browser.type(KEY.escape);
  await eventually(async () => (await browser.run(focused)) === 'launcher', 'the focus is back');
  await browser.type(KEY.enter);
  await eventually(async () => (await browser.run(focused)) === 'input', 'open again');

  const said = await browser.run(inChat, '.row .text');
  await browser.reload();
  await eventually(async () => (await browser.run(inChat, '.row .text')).length === said.length, 'all is back');
  assert.deepEqual(await browser.run(inChat, '.row .text'), said);

  await browser.run(() => {
    const select = document.querySelector('#language');
    select.value = 'fr';
    select.dispatchEvent(new Event('change'));
  });
  await eventually(() => {
    return browser.run(() =>
      document.querySelector('optave-chat').shadowRoot.querySelector('.input')?.placeholder.startsWith('Écrivez'),
    );
  }, 'French');
  await browser.run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.input').focus());
  await browser.type(`Bonjour, où est ma commande ?${KEY.enter}`);
  await eventually(async () => {
    return (await browser.run(inChat, '.row-bot[data-state="done"] .text')).some((text) => /Votre commande/.test(text));
  }, 'an answer in French');
  await shoot('french');

  const frames = control.log().frames;
  assert.deepEqual(
    frames.filter(({ valid }) => !valid),
    [],
  );
  const saw = frames.map(({ envelope: { headers, payload } }) => [
    headers.action,
    payload.request.scope.conversations[0].messages.at(-1).content,
    payload.session.interface.language,
  ]);
  assert.deepEqual(saw, [
    ['interaction', 'Where is my order?', 'en'],
    ['interaction', HTML, 'en'],
    ['interaction', 'Bonjour, où est ma commande ?', 'fr'],
  ]);
  const threads = frames.map(({ envelope }) => envelope.payload.request.connections.threadId);
  assert.equal(new Set(threads).size, 1);
}

for (const { name, isThere } of engines) {
  test(`a visit in ${name}`, { timeout: 120_000, skip: isThere ? false : `${name} is not installed` }, async () => {
    const demo = await startDemo({ port: 0, answerDelayMs: 60, chunkDelayMs: 120 });
    let browser;
    try {
      browser = await openBrowser(name);
      await visit(browser, demo, name);
    } finally {
      await browser?.close();
      await demo.close();
    }
  });
}
