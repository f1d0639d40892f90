// The conversation is the same in all tabs and after a reload, whatever was stored; and a new one begins where the visitor,
// or the page, wants that.
import assert from 'node:assert/strict';
import { eventually } from './helper.mjs';
import { chatOn, demo, fill, hold, onDemo, withoutLongTasks } from './widget-helper.mjs';
import { KEY, onPlain, stored } from './widget-plain.mjs';

/** The demo in a second tab. Who is not in front paints nothing, as with a visitor's tabs. */
async function secondTab(page, { open = true } = {}) {
  const other = await page.context().newPage();
  await other.goto(`${demo.url}/`);
  const there = chatOn(other);
  await there.launcher.waitFor();
  if (open) await there.open();
  return { other, there };
}

onDemo('what is said in one tab shows in the other as it goes, in both directions', async ({ page, chat }) => {
  const { other, there } = await secondTab(page);
  await page.bringToFront();
  await chat.ask('Where is my order?');
  await other.bringToFront();
  await there.row('bot').getByText('on its way').waitFor();
  assert.deepEqual(await there.texts('user'), ['Where is my order?']);
  await there.ask('Hello');
  await page.bringToFront();
  await eventually(async () => (await chat.row('bot').count()) === 2, 'the second answer in the first tab');
  assert.deepEqual(await chat.texts('user'), await there.texts('user'));
  const threads = await Promise.all(
    [page, other].map((tab) => tab.evaluate(() => document.querySelector('optave-chat').conversation.threadId)),
  );
  assert.equal(threads[0], threads[1]);
  // The draft is the tab's own.
  await there.input.fill('half a sen');
  assert.equal(await chat.input.inputValue(), '');
});

onDemo('two tabs that write at once lose no message', async ({ page, chat }) => {
  const { other } = await secondTab(page);
  const add = (tab, name) =>
    tab.evaluate((name) => {
      const { conversation } = document.querySelector('optave-chat');
      for (let index = 0; index < 20; index += 1) conversation.add({ role: 'operator', text: `${name} ${index}` });
    }, name);
  await Promise.all([add(page, 'one'), add(other, 'two')]);
  const texts = (tab) =>
    tab.evaluate(() =>
      document
        .querySelector('optave-chat')
        .conversation.messages.map(({ text }) => text)
        .sort(),
    );
  for (const tab of [page, other]) {
    await eventually(async () => (await texts(tab)).length === 40, 'all forty in each tab', 10_000);
  }
  assert.deepEqual(await texts(page), await texts(other));
  await page.bringToFront();
  await page.reload();
  await eventually(async () => (await chat.texts('operator')).length === 40, 'and after a reload');
});

onDemo(
  'what one tab waits for has not failed in the other, and shows there when it is done',
  async ({ page, chat, control }) => {
    const { other, there } = await secondTab(page, { open: false });
    await page.bringToFront();
    const release = hold(control);
    await chat.write('Where is my order?');
    await other.bringToFront();
    await there.open();
    await there.row('user').waitFor();
    assert.equal(await there.element.locator('.retry').count(), 0);
    assert.equal(await there.row('bot').count(), 0, 'nobody types there');
    release();
    await there.answer();
    assert.equal(await there.element.locator('.retry').count(), 0);
    await page.bringToFront();
    await chat.answer();
  },
);

onDemo(
  'a tab that is left in the middle of an answer leaves a question that can be asked again',
  async ({ page, chat, control }) => {
    const { other, there } = await secondTab(page);
    const release = hold(control);
    await there.write('Where is my order?');
    await page.bringToFront();
    await chat.row('user').waitFor();
    await other.goto(`${demo.url}/nothing-here`);
    await chat.log.getByText('The answer was interrupted.').waitFor();
    release();
    await chat.element.getByRole('button', { name: 'Try again' }).click();
    await chat.answer();
  },
);

onDemo(
  'a new conversation is asked for in the menu, confirmed, and followed by the other tab',
  async ({ page, chat, control }) => {
    const { other, there } = await secondTab(page);
    await page.bringToFront();
    await chat.ask('Where is my order?');
    const menu = chat.element.getByRole('button', { name: 'More' });
    await menu.click();
    await chat.element.getByRole('menuitem', { name: 'New conversation' }).click();
    assert.equal(await chat.element.getByRole('alertdialog').isVisible(), true);
    await chat.element.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await chat.row('user').count(), 1, 'nothing has happened');
    await menu.click();
    await chat.element.getByRole('menuitem', { name: 'New conversation' }).click();
    await chat.element.getByRole('button', { name: 'Start over' }).click();
    await chat.element.getByText('Hello! How can we help?').waitFor();
    assert.equal(await chat.rows.count(), 0);
    assert.equal(await chat.focused(), 'input');
    await other.bringToFront();
    await eventually(async () => (await there.rows.count()) === 0, 'the other tab has begun anew, too');
    await there.element.getByText('Hello! How can we help?').waitFor();
    await there.ask('Hello');
    const [first, second] = control.log().frames.map(({ envelope }) => envelope.payload.request);
    assert.notEqual(first.connections.threadId, second.connections.threadId);
    assert.equal(second.scope.conversations[0].messages.length, 1, 'nothing of before goes out');
    await page.bringToFront();
    await chat.answer();
    assert.equal(
      (await page.evaluate((key) => localStorage.getItem(key), KEY)).includes('order'),
      false,
      'nor is it kept',
    );
  },
);

onDemo('an answer on its way to a conversation that is over goes nowhere', async ({ page, chat, control }) => {
  const release = hold(control);
  await chat.write('Where is my order?');
  await eventually(() => control.log().frames.length === 1);
  await page.evaluate(() => document.querySelector('optave-chat').reset());
  release();
  await chat.ask('Hello');
  assert.deepEqual([await chat.row('user').count(), await chat.row('bot').count()], [1, 1]);
});

onDemo(
  'the count of unread messages is shared, and what an open tab has shown is not counted',
  async ({ page, chat, control }) => {
    const { other, there } = await secondTab(page, { open: false });
    const badge = (tab) => tab.element.locator('.badge');
    await page.bringToFront();
    const release = hold(control);
    await chat.write('Where is my order?');
    await chat.launcher.click();
    release();
    await badge(chat).waitFor();
    await badge(there).waitFor();
    assert.equal(await badge(there).textContent(), '1');
    // Read in one tab is read in all.
    await other.bringToFront();
    await there.open();
    await badge(chat).waitFor({ state: 'hidden' });
    // What the open tab shows is no news in the other, where it came.
    const say = (role, text) =>
      page.evaluate(
        ([role, text]) => document.querySelector('optave-chat').conversation.add({ role, text }),
        [role, text],
      );
    await say('operator', 'Hello, I am Tom.');
    await there.row('operator').waitFor();
    await badge(chat).waitFor({ state: 'hidden' });
    // Notices are not messages.
    await there.launcher.click();
    await say('system', 'Tom has left.');
    await say('operator', 'One more thing.');
    await badge(there).waitFor();
    assert.deepEqual([await badge(chat).textContent(), await badge(there).textContent()], ['1', '1']);
  },
);

onDemo('somebody else does not see what was said, and whoever logs in goes on', async ({ page, chat }) => {
  const become = (customer) =>
    page.evaluate((customer) => (document.querySelector('optave-chat').customer = customer), customer);
  await chat.ask('Where is my order?');
  await become({ id: 'somebody-else' });
  await eventually(async () => (await chat.rows.count()) === 0, 'nothing of the first');
  await chat.ask('Hello');
  await become({ id: 'customer-4711' });
  await eventually(async () => (await chat.texts('user')).join() === 'Where is my order?', 'the first is back');
  await become({});
  await eventually(async () => (await chat.rows.count()) === 0, 'nobody is known');
  await chat.ask('Hello there');
  await become({ id: 'new-customer' });
  await page.waitForTimeout(100);
  assert.deepEqual(await chat.texts('user'), ['Hello there'], 'who logs in takes it along');
});

onPlain(
  'a reload keeps the conversation; a new tab has it as well, but neither the draft nor the open panel',
  async ({ page, run, chat }) => {
    await chat.ask('Where is my order?');
    await chat.focus('.input');
    await page.keyboard.type('half a sen');
    await page.reload();
    await chat.shown('.row-bot');
    assert.deepEqual(await chat.texts('.row-user .text'), ['Where is my order?']);
    assert.equal(
      await run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.input').value),
      'half a sen',
    );
    // As a new tab would find it.
    await page.goto(`${demo.url}/nothing-here`);
    await run(() => sessionStorage.clear());
    await page.goto(`${demo.url}/`);
    await chat.shown('.launcher');
    assert.equal(await run(() => document.querySelector('optave-chat').open), false);
    await chat.open();
    await chat.shown('.row-bot');
  },
);

onPlain('days stand between the messages, and who speaks and when once per group', async ({ run, chat }) => {
  await run(() => {
    const { conversation } = document.querySelector('optave-chat');
    const hour = 3_600_000;
    const noon = new Date().setHours(12, 0, 0, 0);
    const said = [
      ['user', noon - 240 * hour],
      ['bot', noon - 240 * hour],
      ['user', noon - 24 * hour],
      ['user', noon - 24 * hour + 1000],
      ['user', noon],
    ];
    const messages = said.map(([role, at], index) => ({
      id: `m${index}`,
      role,
      at,
      text: `Text ${index}`,
      state: 'done',
    }));
    conversation.load({ threadId: 'days', mode: 'assistant', unread: 0, messages });
  });
  await chat.come(async () => (await chat.count('.row')) === 5, 'five rows');
  const days = await chat.texts('.day');
  assert.equal(days.length, 3);
  assert.deepEqual(days.slice(1), ['yesterday', 'today']);
  assert.equal(await chat.count('.row .meta'), 4, 'the second of yesterday needs no heading');
  const order = await chat.texts('.rows > *');
  assert.match(order[0], /\d/);
  assert.match(order[3], /yesterday/);
  assert.match(order[6], /today/);
});

const HOSTILE = {
  'no JSON': '{"version":1,"messages":[',
  'a number': '7',
  null: 'null',
  'another version': '{"version":99}',
  'a list': '[[[]]]',
  __proto__: '{"version":1,"threadId":"t","__proto__":{"open":true},"messages":[{"__proto__":{"id":"x"}}]}',
  'fields of every wrong type': JSON.stringify({
    version: 1,
    threadId: { a: 1 },
    unread: 'many',
    mode: [],
    messages: { length: 5 },
  }),
  'a text for a list': JSON.stringify({ version: 1, threadId: 't', messages: 'x'.repeat(100_000) }),
  'deep nesting': `{"version":1,"threadId":"t","messages":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
};

for (const [what, text] of Object.entries(HOSTILE)) {
  onPlain(
    `the panel opens whatever is stored: ${what}`,
    async ({ chat }) => {
      await chat.ask('Hello');
      assert.equal(await chat.count('.row-user'), 1);
    },
    { stored: [KEY, text] },
  );
}

const odd = [
  {},
  { id: 7 },
  { id: '' },
  { role: 'admin' },
  { text: { toString: 1 } },
  { at: 'yesterday' },
  { at: 1e300 },
  { at: -1e300 },
  { state: 'exploded' },
  { offers: 'none' },
  {
    offers: [
      null,
      1,
      { title: {} },
      { title: 'x', description: '', currency: 'nonsense', url: 'javascript:alert(1)', image: '', reason: '' },
    ],
  },
  { sources: [{ url: 'javascript:alert(1)', label: 'x' }, 7] },
  { error: 'failed', state: 'failed' },
  { error: { code: '__proto__', retryable: true }, state: 'failed' },
  { superpowers: { __proto__: 1, risk: { state: 'done', results: [{ a: [] }], text: 'x' }, x: 7 } },
  { files: [{ name: 'x', size: 'big', type: '' }] },
  { suggestions: [1, 'Yes', null] },
  { name: [] },
  { replyTo: {} },
  { text: 'x'.repeat(200_000) },
  { text: '\u202e\u0000\ud800' },
];

onPlain(
  'of a stored conversation what is broken is left out, and the rest is there',
  async ({ run, chat }) => {
    await chat.shown('.row');
    const { messages } = await run(() => ({
      messages: document.querySelector('optave-chat').conversation.messages.map(({ at, text }) => [at, text.length]),
    }));
    assert.ok(messages.length >= odd.length - 7 && messages.length < odd.length, `${messages.length}`);
    await chat.ask('Hello');
    assert.equal(await run(() => ({}).open), undefined);
  },
  { stored: [KEY, stored(odd.map((more) => ({ ...more, ...(more.id === undefined ? {} : { id: more.id }) })))] },
);

onPlain(
  'ten thousand stored messages open at the newest, as a window of rows',
  async ({ chat }) => {
    await chat.shown('.row');
    assert.ok((await chat.count('.row')) <= 100);
    assert.equal((await chat.texts('.row .text')).at(-1), 'Text 9999');
    await chat.ask('Hello');
  },
  { stored: [KEY, stored(Array.from({ length: 10_000 }, () => ({})))] },
);

for (const [what, history] of Object.entries({
  'answers promises': `{
    load: async (key) => window.kept?.[key], save: async (key, text) => void ((window.kept ??= {})[key] = text),
    remove: async (key) => void delete window.kept?.[key],
  }`,
  throws: `{ load() { throw new Error('no') }, save() { throw new Error('no') }, remove() { throw new Error('no') } }`,
  rejects: `{ load: async () => { throw new Error('no') }, save: async () => { throw new Error('no') }, remove: async () => {} }`,
  'never answers': `{ load: () => new Promise(() => {}), save: () => new Promise(() => {}), remove: () => new Promise(() => {}) }`,
  'answers nonsense': `{ load: () => ({ messages: 7 }), save: () => 7, remove: () => 7, subscribe: () => 7 }`,
})) {
  onPlain(
    `a storage of the page’s own that ${what}`,
    async ({ run, chat }) => {
      await run(`(() => void (document.querySelector('optave-chat').history = ${history}))()`);
      await run(() => (document.querySelector('optave-chat').customer = { id: 'own' }));
      await chat.open();
      await chat.ask('Hello');
      if (what === 'answers promises') {
        const kept = await chat.come(
          () => run(() => Object.values(window.kept ?? {})[0]?.includes('Hello') && Object.keys(window.kept)),
          'it is kept',
        );
        assert.deepEqual(kept, [KEY.replace('customer-4711', 'own')]);
      }
      assert.equal(
        await run((key) => localStorage.getItem(key), KEY.replace('customer-4711', 'own')),
        null,
        'nothing goes elsewhere',
      );
    },
    { open: false },
  );
}

onDemo('a storage that is full or refused changes nothing', async ({ page, chat }) => {
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await chat.ask('Where is my order?');
  await chat.ask('Hello');
  assert.equal(await chat.row('bot').count(), 2);
});

onDemo(
  'ten thousand stored messages open without a task over 100 ms',
  async ({ page, chat }) => {
    await page.evaluate(
      ([key, text]) => localStorage.setItem(key, text),
      [KEY, stored(Array.from({ length: 10_000 }, () => ({})))],
    );
    await withoutLongTasks(page, '10,000 stored messages', 100, async () => {
      await page.reload();
      await chat.element.evaluate((element) => element.show());
      await chat.rows.last().waitFor();
    });
    assert.equal((await chat.texts('bot')).at(-1), 'Text 9999');
  },
  { open: false, needs: ['devtools'] },
);

onDemo('a reader above is not moved by what comes below, or in between', async ({ page, chat }) => {
  await fill(page, 300);
  await chat.log.evaluate((node) => (node.scrollTop -= 1200));
  await chat.element.locator('.jump').waitFor();
  const place = () =>
    chat.log.evaluate((log) => {
      const { top } = log.getBoundingClientRect();
      const row = [...log.querySelectorAll('.row')].find((row) => row.getBoundingClientRect().bottom > top);
      return `${row.textContent} ${Math.round(row.getBoundingClientRect().top - top)}`;
    });
  const before = await place();
  await page.evaluate(() => {
    const { conversation } = document.querySelector('optave-chat');
    for (let index = 0; index < 150; index += 1) conversation.add({ role: 'operator', text: `New ${index}` });
  });
  await chat.element.getByRole('button', { name: '150 new messages' }).waitFor();
  assert.equal(await place(), before);
  // What another tab has said an hour ago comes in between.
  await page.evaluate(() => {
    const { conversation } = document.querySelector('optave-chat');
    conversation.isElsewhere = true;
    conversation.add({ role: 'operator', text: 'From before', at: Date.now() - 200_000 });
    conversation.isElsewhere = false;
  });
  await page.waitForTimeout(100);
  assert.equal(await place(), before);
  assert.ok((await chat.rows.count()) <= 100);
  await chat.element.locator('.jump').click();
  await chat.element.getByText('New 149', { exact: true }).waitFor();
  assert.ok((await chat.rows.count()) <= 100);
});
