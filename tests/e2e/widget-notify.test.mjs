// What the visitor did not see is told by title, sound and notification: each where the page wants it, none where the browser
// refuses, and the title is the page's own again afterwards.
import assert from 'node:assert/strict';
import { onPlain } from './widget-plain.mjs';

/** Stands in for what a machine without a desktop does not have, and counts what is asked of it. */
const pretend = (run, { permission = 'default', answer = 'granted' } = {}) =>
  run(
    ([permission, answer]) => {
      window.notes = [];
      window.sounds = 0;
      window.asked = 0;
      window.Notification = class {
        static permission = permission;
        static requestPermission = async () => {
          window.asked += 1;
          return (window.Notification.permission = answer);
        };
        constructor(title, { body }) {
          window.notes.push({ title, body, note: this });
        }
        close() {}
      };
      document.hasFocus = () => false;
      const Real = window.AudioContext;
      window.AudioContext = class extends Real {
        constructor() {
          super();
          window.sounds += 1;
        }
      };
      Object.defineProperty(navigator, 'userActivation', { value: { hasBeenActive: true }, configurable: true });
    },
    [permission, answer],
  );

const say = (run, text = 'Hello, I am Tom.') =>
  run((text) => document.querySelector('optave-chat').conversation.add({ role: 'operator', name: 'Tom', text }), text);
const want = (run, ways) => run((ways) => (document.querySelector('optave-chat').notify = ways), ways);
const title = (run) => run(() => document.title);

onPlain('without `notify` nothing is told but the count on the button', async ({ run, chat }) => {
  await pretend(run, { permission: 'granted' });
  const before = await title(run);
  await run(() => document.querySelector('optave-chat').hide());
  await say(run);
  await chat.shown('.badge');
  // Longer than anything that would be told waits for other tabs.
  await run(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  assert.equal(await title(run), before);
  assert.deepEqual(await run(() => [window.notes.length, window.sounds, window.asked]), [0, 0, 0]);
});

onPlain(
  'the title has the count, also when the page changes it, and is the page’s own afterwards',
  async ({ run, chat }) => {
    await want(run, 'title');
    const before = await title(run);
    await run(() => document.querySelector('optave-chat').hide());
    await say(run);
    await chat.come(async () => (await title(run)) === `(1) ${before}`, 'one');
    await say(run, 'Another');
    await chat.come(async () => (await title(run)) === `(2) ${before}`, 'two');
    await run(() => (document.title = 'Another page'));
    await chat.come(async () => (await title(run)) === '(2) Another page', 'the page’s new title, with the count');
    await chat.open();
    await chat.come(async () => (await title(run)) === 'Another page', 'the page’s own');
    await run(() => (document.title = 'A third'));
    assert.equal(await title(run), 'A third');
  },
);

onPlain('a sound where the chat is closed, and none where it is looked at', async ({ run, chat }) => {
  await pretend(run);
  await want(run, 'sound');
  await say(run);
  await run(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  assert.equal(await run(() => window.sounds), 0);
  await run(() => document.querySelector('optave-chat').hide());
  await say(run);
  await chat.come(() => run(() => window.sounds === 1), 'a sound');
});

onPlain(
  'notifications are asked for by a switch in the menu alone, tell what was said, and open the chat',
  async ({ run, chat }) => {
    await pretend(run);
    await want(run, 'title desktop');
    await run(() => document.querySelector('optave-chat').hide());
    await say(run);
    await chat.shown('.badge');
    await run(() => new Promise((resolve) => setTimeout(resolve, 1000)));
    assert.deepEqual(await run(() => [window.notes.length, window.asked]), [0, 0], 'nobody is asked unasked');
    await chat.open();
    await chat.choose('Browser notifications');
    await chat.come(() => run(() => window.asked === 1), 'the browser is asked');
    await chat.click('.menu-button');
    await chat.come(
      async () => (await chat.attribute('[role="menuitemcheckbox"]', 'aria-checked')) === 'true',
      'it is on',
    );
    await run(() => document.querySelector('optave-chat').hide());
    await say(run, 'Are you there?');
    await chat.come(() => run(() => window.notes.length === 1), 'a notification');
    const [{ title: heading, body }] = await run(() => window.notes.map(({ title, body }) => ({ title, body })));
    assert.deepEqual([heading, body], ['Support', 'Tom: Are you there?']);
    await run(() => window.notes[0].note.onclick());
    await chat.shown('.input');
    // Off again.
    await chat.choose('Browser notifications');
    await run(() => document.querySelector('optave-chat').hide());
    await say(run, 'And now?');
    await chat.shown('.badge');
    await run(() => new Promise((resolve) => setTimeout(resolve, 1000)));
    assert.equal(await run(() => window.notes.length), 1);
  },
);

onPlain('where the browser refuses, it is said, and nothing breaks', async ({ run, chat }) => {
  await pretend(run, { answer: 'denied' });
  await want(run, 'sound desktop');
  await chat.choose('Browser notifications');
  await chat.come(async () => /does not allow/.test((await chat.texts('.aside')).join()), 'it says so');
  await run(() => {
    window.AudioContext = class {
      constructor() {
        throw new Error('no sound');
      }
    };
    window.Notification.permission = 'granted';
    localStorage.setItem('optave-chat:desktop', 'on');
    window.Notification = Object.assign(
      function () {
        throw new TypeError('only a service worker may');
      },
      { permission: 'granted' },
    );
    document.querySelector('optave-chat').hide();
  });
  await say(run);
  await run(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  assert.deepEqual(await chat.texts('.badge'), ['1']);
});
