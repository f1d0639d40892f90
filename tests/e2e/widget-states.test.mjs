// Everybody can use it in each of its states: with a person or on the way to one, and when something fails.
import assert from 'node:assert/strict';
import { AXE, findings } from './axe.mjs';
import { onChat } from './chat-helper.mjs';

const SCHEMES = {
  light: {},
  dark: { context: { colorScheme: 'dark', reducedMotion: 'reduce' } },
  'forced colours': { context: { forcedColors: 'active', reducedMotion: 'reduce' } },
};

for (const [scheme, options] of Object.entries(SCHEMES)) {
  const has = async (page, state) => {
    // In the page's own words: not every driver takes a script of any form.
    await page.evaluate((source) => void ('axe' in window || (0, eval)(source)), AXE);
    assert.deepEqual(await findings(page), [], state);
  };

  onChat(
    `axe finds nothing in ${scheme}: called, waiting, joined, typing, left, nobody there, not delivered`,
    async ({ page, run, until }) => {
      await run(() => {
        place({ open: '' }, { agents });
        const form = document.createElement('form');
        form.slot = 'unavailable';
        const label = document.createElement('label');
        label.append('E-mail ', document.createElement('input'));
        form.append(label);
        chat().append(form);
      });
      await until(() => button('Talk to a person'));
      await run(() => button('Talk to a person').click());
      await until(() => office.desks.length === 1);
      await run(() => desk().waiting({ position: 3, waitMs: 60_000 }));
      await until(() => texts('.presence')[0].startsWith('Number 3'));
      await has(page, 'waiting');
      await run(() => {
        desk().joined({ name: 'Mira Solheim' });
        desk().said({ text: 'Hello' });
        desk().typing(true);
      });
      await until(() => all('.row-operator .dots').length === 1);
      await has(page, 'typing');
      await run(() => (office.fails.onMessage = true));
      await run(() => send('Are you there?'));
      await until(() => button('Try again'));
      await has(page, 'not delivered');
      await run(() => desk().left());
      await until(() => button('Talk to a person'));
      await has(page, 'left');
      await run(() => desk().unavailable());
      await until(() => !all('.unavailable')[0].hidden);
      await has(page, 'nobody there');
    },
    { timeout: 60_000, ...options },
  );

  onChat(
    `axe finds nothing in ${scheme}: an error of the server’s, a first connection that fails, no network`,
    async ({ page, run, until, control }) => {
      control.fault({ fault: 'token-status', status: 503 });
      await run(() => void place({ open: '' }));
      await until(() => texts('.status')[0]?.startsWith('Could not connect'));
      await run(() => send('Where is my order?'));
      await until(() => texts('.row-user .note').length === 1);
      await has(page, 'trying again');
      const message = { results: [{ response: [{ content: 'Orders cannot be looked up until noon.' }] }] };
      const body = { action: 'superpower', actionType: 'interaction', state: 'error', message };
      control.script({ answers: [{ messages: [{ body }] }] });
      control.clearFaults();
      await run(() => button('Connect now')?.click());
      await until(() => all('.to-person').length === 1);
      await run(() => {
        Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true });
        dispatchEvent(new Event('offline'));
      });
      await until(() => texts('.status')[0]?.startsWith('Your browser reports no network'));
      await has(page, 'an error, and no network');
    },
    { timeout: 60_000, ...options },
  );
}
