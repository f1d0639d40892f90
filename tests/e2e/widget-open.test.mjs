// A chat that is open from the start, however its element comes into the page.
import assert from 'node:assert/strict';
import { eventually, inPage } from './helper.mjs';

/** What a visitor would see of it. */
const seen = () => {
  const root = document.querySelector('optave-chat')?.shadowRoot;
  const panel = root?.querySelector('.panel');
  return {
    isOpen: panel?.open === true && panel.getClientRects().length === 1,
    label: root?.querySelector('.launcher').getAttribute('aria-label'),
    panels: root?.querySelectorAll('.panel').length,
    focused: root?.activeElement?.className ?? null,
  };
};
const OPEN = { isOpen: true, label: 'Close chat', panels: 1 };

async function isOpenOn(page, focused = null) {
  await eventually(() => page.evaluate(seen).then(({ isOpen }) => isOpen), 'the panel is open');
  // A second one would come with the next turn.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  assert.deepEqual(await page.evaluate(seen), { ...OPEN, focused });
}

for (const [file, when] of [
  ['chat-open.html', 'before its script'],
  ['chat-open-late.html', 'after its script'],
]) {
  inPage(
    `<optave-chat open> in the markup, ${when}`,
    async ({ page, sandbox, run }) => {
      await page.goto(`${sandbox.url}/page/${file}`);
      await isOpenOn(page);
      await run(() => document.querySelector('optave-chat').removeAttribute('open'));
      await eventually(() => page.evaluate(seen).then(({ isOpen }) => !isOpen), 'it closes');
      await run(() => document.querySelector('optave-chat').setAttribute('open', ''));
      await isOpenOn(page, 'input');
    },
    { path: null },
  );
}

for (const how of ['by the attribute', 'by the property', 'and is moved at once']) {
  inPage(
    `an element that is made, opened ${how}, and put into the page`,
    async ({ page, sandbox, run }) => {
      await page.goto(`${sandbox.url}/page/empty.html`);
      await page.addScriptTag({ url: '/pkg/chat.js', type: 'module' });
      await run((how) => {
        const chat = document.createElement('optave-chat');
        chat.setAttribute('websocket-url', '/ws');
        if (how === 'by the property') chat.open = true;
        else chat.setAttribute('open', '');
        document.body.append(chat);
        if (how === 'and is moved at once') document.body.prepend(chat);
      }, how);
      await isOpenOn(page);
    },
    { path: null },
  );
}
