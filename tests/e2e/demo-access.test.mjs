// The page around the chat can be used by everybody: axe finds nothing in any of its states, light, dark and in the
// system's own colours, in both languages; and what a colour says is also said without it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { startDemo, STATIC } from '../../www-demo/demo.mjs';
import { AXE_STATIC, findings } from './axe.mjs';
import { served } from './helper.mjs';
import { onShop } from './page-helper.mjs';
import { PACE, picture } from './widget-helper.mjs';

// The same pages without their policy: axe builds markup of its own, which that would refuse.
let open;
before(async () => {
  const statics = STATIC.map((mount) => ({ ...mount, headers: {} }));
  open = await startDemo({ port: 0, static: served([...statics, AXE_STATIC]), ...PACE });
});
after(() => open?.close());

// Light and dark by the page's own choice, which every engine has; what the system says of itself only some can be told.
const LOOKS = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  forced: { theme: '', media: { colorScheme: 'dark', forcedColors: 'active' } },
};

for (const [look, { theme, media }] of Object.entries(LOOKS)) {
  for (const language of ['en', 'fr']) {
    onShop(
      `axe finds nothing in the page, ${look}, ${language}`,
      async (shop) => {
        const { page, run, show, speak, choose, ask, click, come, texts, painted, control } = shop;
        const check = async (state) => {
          await painted();
          assert.deepEqual(await findings(page, { isServed: true }), [], state);
          const name = `page-${state.replaceAll(' ', '-')}-${look}-${language}`;
          await page.screenshot({ path: picture(name) });
        };
        await choose('theme', theme);
        await speak(language);
        await check('visitor');
        await show('operator');
        await check('operator empty');
        await show('wire');
        await check('wire empty');

        await ask('This is unacceptable, my parcel arrived broken. I want a refund or I call my lawyer.');
        await show('operator');
        await click('.tools button');
        await click('.presets button');
        await come(async () => (await texts('.result[data-state="done"]')).length === 1, 'a result');
        await check('operator with a result');
        await run(() => {
          const { conversation } = document.querySelector('optave-chat');
          conversation.add({ role: 'system', action: 'elevate', note: 'For billing, urgency high.' });
          conversation.add({ role: 'bot', text: 'A suggestion', draft: true });
          conversation.add({ role: 'user', text: 'Hello?', state: 'failed', error: { code: 'REQUEST_TIMEOUT' } });
        });
        await check('operator called');
        await click('.turn.draft button.turn-said');
        await check('operator with a suggestion');

        await show('wire');
        await click('#wire td button');
        control.script({
          answers: [{ messages: [{ body: { action: 'superpower', actionType: 'interaction', state: 'error' } }] }],
        });
        await run(() => void document.querySelector('optave-chat').send('This will fail'));
        await come(async () => (await texts('.request-line .pill')).includes('failed'), 'a failure');
        await run(() => document.querySelectorAll('[role="switch"]')[1].click());
        await come(() => run(() => document.querySelector('[aria-checked="true"]') !== null), 'a fault is on');
        await check('wire with faults');

        await shop.goto('/methods/');
        await check('methods');
        await click('#actions button');
        await come(async () => (await texts('.request .pill')).join() === 'completed', 'an answer');
        await run(() => {
          document.querySelector('details:last-of-type').open = true;
          document.querySelector('#params').value = '{"request":{}}';
        });
        await click('#actions button');
        await come(async () => (await texts('.request .error')).length > 0, 'an error');
        await run(() => (document.querySelector('#params').value = '{'));
        await click('#actions button');
        await check('methods with answers and errors');
      },
      { context: media && { ...media, viewport: { width: 1280, height: 800 } }, timeout: 120_000, server: () => open },
    );
  }
}

onShop(
  'where the system chooses the colours, bars, steps and switches are still told apart',
  async ({ run, ask, show, painted, come, texts }) => {
    const style = (selector, property) =>
      run(({ selector, property }) => getComputedStyle(document.querySelector(selector))[property], {
        selector,
        property,
      });
    const differ = async (property, one, other) =>
      assert.notEqual(await style(one, property), await style(other, property), `${one} and ${other}`);
    await differ('borderBlockStartColor', '.steps .now', '.steps li:last-child');
    await differ('outlineStyle', '[aria-selected="true"]', '[aria-selected="false"]');
    await ask('This is unacceptable, I want a refund or I call my lawyer.');
    await show('operator');
    await come(async () => (await texts('.risk')).length === 3, 'the risks');
    await differ('backgroundColor', '.meter i', '.meter');
    await differ('borderTopWidth', '.turn.selected button', '.answer button');
    await show('wire');
    await come(async () => (await texts('.request-line')).length === 1, 'the request');
    await differ('backgroundColor', '.part-waiting', '.track');
    await differ('backgroundColor', '.part-waiting', '.part-answering');
    await run(() => document.querySelectorAll('[role="switch"]')[1].click());
    await come(() => run(() => document.querySelector('[aria-checked="true"]') !== null), 'a fault is on');
    await painted();
    await differ('backgroundColor', '[aria-checked="true"]', '[aria-checked="false"]');
  },
  { context: { forcedColors: 'active', colorScheme: 'light' } },
);
