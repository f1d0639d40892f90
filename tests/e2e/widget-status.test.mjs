// What a person is told about the connection, for every state that a client may be in. The client is the page's own
// here, and does nothing but say its state: no server is needed to be offline.
import assert from 'node:assert/strict';
import { onDemo } from './widget-helper.mjs';

/** Gives the widget a client whose state the test sets, and opens the chat. */
async function withStates(page, chat, state = 'open') {
  await page.evaluate((first) => {
    const listeners = {};
    const connection = { state: first };
    window.client = {
      connection,
      on(name, listener) {
        (listeners[name] ??= new Set()).add(listener);
        return this;
      },
      off(name, listener) {
        listeners[name]?.delete(listener);
        return this;
      },
      openConnection: async () => (window.asked = (window.asked ?? 0) + 1),
      listeners: () => Object.values(listeners).reduce((count, set) => count + set.size, 0),
      interaction: () => Object.assign(new Promise(() => {}), { correlationId: 'one', state: 'queued', cancel() {} }),
    };
    window.emit = (name, value) => [...(listeners[name] ?? [])].forEach((listener) => listener(value));
    window.become = (state, more = {}) => {
      const retryAt = more.retryInMs === undefined ? undefined : Date.now() + more.retryInMs;
      Object.assign(connection, { retryInMs: undefined, retryAt }, more, { state });
      window.emit('state', connection);
    };
    for (const method of ['reception', 'elevate', 'adjust', 'summarize', 'translate', 'recommend', 'insights']) {
      window.client[method] = window.client.interaction;
    }
    document.querySelector('optave-chat').client = window.client;
  }, state);
  await chat.open();
  const become = (next, more) => page.evaluate(([state, more]) => window.become(state, more), [next, more]);
  return { become };
}

const options = { open: false };

onDemo(
  'a drop that heals within a second is not worth a word',
  async ({ page, chat }) => {
    const { become } = await withStates(page, chat);
    await chat.status.evaluate((node) => {
      window.shown = 0;
      new MutationObserver(() => (window.shown += node.hidden ? 0 : 1)).observe(node, { attributes: true });
    });
    for (let drop = 0; drop < 3; drop += 1) {
      await become('waiting', { retryInMs: 400 });
      await page.waitForTimeout(300);
      await become('connecting');
      await page.waitForTimeout(300);
      await become('open');
      await page.waitForTimeout(200);
    }
    await page.waitForTimeout(2600);
    assert.equal(await page.evaluate(() => window.shown), 0);
  },
  options,
);

onDemo(
  'a longer one counts down, offers a click, and says when it is over',
  async ({ page, chat }) => {
    const { become } = await withStates(page, chat);
    await become('waiting', { retryInMs: 6000 });
    await chat.element.getByText('Reconnecting in 4 s').first().waitFor();
    await chat.element.getByText('Reconnecting in 3 s').first().waitFor();
    const live = chat.element.locator('.visually-hidden[role="status"]');
    assert.match(await live.textContent(), /Reconnecting in [45] s/, 'said once, not with every second');
    const before = await page.evaluate(() => window.asked);
    await chat.element.getByRole('button', { name: 'Connect now' }).click();
    assert.equal(await page.evaluate(() => window.asked), before + 1);
    await become('connecting');
    await chat.status.getByText('Reconnecting…').waitFor();
    await become('open');
    await chat.status.getByText('Connected again').waitFor();
    await chat.status.waitFor({ state: 'hidden' });
  },
  options,
);

onDemo(
  'offline: what is written waits, and says so',
  async ({ page, chat }) => {
    const { become } = await withStates(page, chat);
    await become('offline');
    await chat.status.getByText('You are offline. Messages will be sent when you are back.').waitFor();
    await chat.write('Are you there?');
    await chat.row('user').getByText('Will be sent when you are connected').waitFor();
    assert.equal(await chat.element.locator('.dots').count(), 0, 'nobody types');
  },
  options,
);

onDemo(
  'a connection that could not be opened can be opened by hand',
  async ({ page, chat }) => {
    const { become } = await withStates(page, chat, 'connecting');
    await chat.status.getByText('Connecting…').waitFor();
    await become('closed');
    await chat.status.getByText('Not connected.').waitFor();
    await chat.element.getByRole('button', { name: 'Connect now' }).waitFor();
  },
  options,
);

onDemo(
  'an idle connection is no trouble',
  async ({ page, chat }) => {
    const { become } = await withStates(page, chat);
    await become('idle');
    await page.waitForTimeout(2800);
    assert.equal(await chat.status.isVisible(), false);
  },
  options,
);

onDemo(
  'a client of the page’s own is left as it was when the widget goes',
  async ({ page, chat }) => {
    await withStates(page, chat);
    // The wire view goes on listening: it belongs to the page.
    await page.evaluate(() => (window.before = window.client.listeners()));
    await page.evaluate(() => document.querySelector('optave-chat').remove());
    await page.waitForTimeout(50);
    assert.equal(await page.evaluate(() => window.before - window.client.listeners()), 3);
  },
  options,
);
