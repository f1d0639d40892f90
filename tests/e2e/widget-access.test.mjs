// Everybody can use it: by keyboard, with a screen reader, in both themes, on a narrow phone, from right to left.
import assert from 'node:assert/strict';
import { findings, PAST_POLICY } from './axe.mjs';
import { fill, hold, onDemo } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

for (const colorScheme of ['light', 'dark']) {
  const context = { colorScheme, reducedMotion: 'reduce', ...PAST_POLICY };

  onDemo(
    `axe finds nothing in the ${colorScheme} theme: closed, chatting, failed, operator, wire`,
    async ({ page, chat, control }) => {
      assert.deepEqual(await findings(page), [], 'closed');
      await chat.open();
      assert.deepEqual(await findings(page), [], 'welcome');
      await chat.ask('Where is my order?');
      await chat.element.getByRole('button', { name: 'Show me offers' }).click();
      await chat.element.locator('.card').first().waitFor();
      await chat.element.getByRole('button', { name: 'Talk to a person' }).click();
      await chat.element.getByText('Your request has been passed on').first().waitFor();
      control.script({
        answers: [{ messages: [{ body: { action: 'superpower', actionType: 'interaction', state: 'error' } }] }],
      });
      await chat.write('This will fail');
      await chat.log.getByText('There was no answer.').waitFor();
      await chat.input.fill('Half a message');
      assert.deepEqual(await findings(page), [], 'chatting');
      await page.getByRole('tab', { name: 'Operator' }).click();
      await page.getByRole('button', { name: /on its way/ }).click();
      await page.getByRole('button', { name: 'Adjust', exact: true }).first().click();
      await page.getByRole('button', { name: 'Insights' }).click();
      await page.getByText('Topics:').waitFor();
      assert.deepEqual(await findings(page), [], 'operator');
      await page.getByRole('tab', { name: 'Wire' }).click();
      await page.locator('#wire td button').first().click();
      await page.getByRole('switch', { name: 'Slow' }).click();
      assert.deepEqual(await findings(page), [], 'wire');
      await page.goto(`${new URL(page.url()).origin}/methods/`);
      assert.deepEqual(await findings(page), [], 'every method');
    },
    { context, open: false, timeout: 90_000 },
  );
}

const RICH = [
  'Hello **you**, *this* is `all` of FF-20417 [1], https://a.example/ and [a link](https://b.example/).',
  '# Heading\n\n## Another',
  '1. One\n2. Two\n   - Inner',
  '- [x] Done',
  '> A quote [2]',
  '| A | B |\n|---|---|\n| 1 | 2 |',
  '| C | D |\n|---|---|\n| 3 | 4 |',
  '```js\nconst a = 1;\n```',
  '![A picture](https://cdn.example/a.svg)',
  'a '.repeat(5000),
].join('\n\n');

for (const [name, look] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
})) {
  onDemo(
    `axe finds nothing in an answer with all that there can be in one: ${name}`,
    async ({ page, chat }) => {
      await page.evaluate(() => (document.querySelector('optave-chat').starters = ['Where is my order?', 'Hello']));
      await chat.open();
      await chat.element.locator('.starters .reply').first().waitFor();
      assert.deepEqual(await findings(page), [], 'starters');
      await page.evaluate((text) => {
        const chat = document.querySelector('optave-chat');
        chat.imageHosts = ['cdn.example'];
        const offer = { title: 'Bergen', description: 'Rain', reason: 'Wet', price: 1, currency: 'EUR', image: '' };
        chat.conversation.add({
          role: 'user',
          text: 'See https://a.example/ and FF-20417',
          files: [{ name: 'a.png', size: 12, type: '', url: 'https://a.example/a.png' }],
        });
        chat.conversation.add({ role: 'operator', name: 'Tom', text: 'See **this** https://a.example/ `code`' });
        chat.conversation.add({
          role: 'bot',
          text,
          offers: Array.from({ length: 4 }, () => ({ ...offer, url: 'https://a.example/' })),
          sources: Array.from({ length: 7 }, (_, index) => ({ url: `https://a.example/${index}`, label: 'A source' })),
          suggestions: ['Yes', 'No'],
        });
      }, RICH);
      await chat.element.getByRole('button', { name: 'Not helpful' }).click();
      await chat.element.getByRole('textbox', { name: 'What was missing?' }).fill('Something');
      assert.deepEqual(await findings(page), [], 'an answer');
      await chat.element.getByRole('button', { name: 'Send' }).first().click();
      await chat.element.getByText('Thank you').waitFor();
      await chat.element.locator('.sources').getByRole('button', { name: 'Show all 7' }).click();
      assert.deepEqual(await findings(page), [], 'rated');
    },
    { context: { ...look, reducedMotion: 'reduce', ...PAST_POLICY }, open: false, timeout: 60_000 },
  );
}

onDemo(
  'everything is done by keyboard, and the focus comes back',
  async ({ page, chat, control }) => {
    const press = (...keys) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    await chat.launcher.focus();
    await press('Enter');
    await eventually(async () => (await chat.focused()) === 'input', 'opening puts the focus into the field');
    await page.keyboard.type('Where is my order?');
    await press('Shift+Enter');
    await page.keyboard.type('FF-20417');
    await press('Enter');
    await chat.answer();
    assert.deepEqual(await chat.texts('user'), ['Where is my order?\nFF-20417']);
    assert.equal(await chat.focused(), 'input', 'sending keeps it there');
    // Backwards through the panel, in the order of the screen.
    const order = [];
    for (let step = 0; step < 10; step += 1) {
      await press('Shift+Tab');
      order.push(await chat.focused());
    }
    assert.deepEqual(order, ['chip', 'chip', 'action', 'action', 'action', 'code', '', 'code', 'log', 'close']);
    await chat.input.focus();
    await press('Tab', 'Tab');
    assert.equal(await chat.focused(), 'launcher');
    await chat.input.focus();
    await press('Escape');
    assert.equal(await chat.panel.isVisible(), false);
    assert.equal(await chat.focused(), 'launcher', 'Escape gives the focus back');
    await press('Space');
    await eventually(async () => (await chat.focused()) === 'input');
    // A button that does its work and goes leaves the focus where one can go on.
    control.script({ answers: [{ silent: true }] });
    await page.keyboard.type('This will take too long');
    await press('Enter');
    await chat.element.getByRole('button', { name: 'Stop answering' }).focus();
    await press('Enter');
    await chat.element.locator('.retry').waitFor();
    await chat.element.locator('.retry').focus();
    await press('Enter');
    await chat.answer(1);
    assert.equal(await chat.focused(), 'input');
    // The views beside it: one stop, then arrows.
    await page.getByRole('tab', { name: 'Visitor' }).focus();
    await press('ArrowRight', 'ArrowRight');
    assert.equal(await page.getByRole('tab', { name: 'Wire' }).getAttribute('aria-selected'), 'true');
    assert.equal(await page.locator('#wire').isVisible(), true);
  },
  { open: false },
);

onDemo('Enter that ends a composition does not send', async ({ page, chat }) => {
  await chat.input.fill('にほん');
  await chat.input.evaluate((input) =>
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
  );
  await page.waitForTimeout(100);
  assert.equal(await chat.rows.count(), 0);
  assert.equal(await chat.input.inputValue(), 'にほん');
});

onDemo('a screen reader hears each answer once, when it is whole', async ({ page, chat }) => {
  await page.evaluate(() => {
    const live = document.querySelector('optave-chat').shadowRoot.querySelector('[role="log"][aria-live="polite"]');
    window.heard = [];
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) window.heard.push(node.textContent);
    }).observe(live, { childList: true });
  });
  await chat.ask('Where is my order?');
  await chat.ask('Hello');
  const heard = await page.evaluate(() => window.heard);
  assert.equal(heard.length, 2);
  assert.match(heard[0], /^Assistant: Hello Alice! Your order is on its way/);
  assert.equal(heard[1], 'Assistant: How can I help you today?');
});

onDemo(
  'motion stops where it is not wanted',
  async ({ chat, control }) => {
    hold(control);
    await chat.write('Where is my order?');
    const dots = chat.element.locator('.dots i').first();
    await dots.waitFor();
    assert.equal(await dots.evaluate((node) => getComputedStyle(node).animationName), 'none');
    assert.equal(await chat.panel.evaluate((node) => getComputedStyle(node).animationName), 'none');
  },
  { context: { reducedMotion: 'reduce' } },
);

onDemo(
  'on a phone of 320 px it takes the screen, nothing is cut off, and the page behind is out of reach',
  async ({ page, chat }) => {
    await chat.ask(`Where is my order? ${'x'.repeat(120)}`);
    await chat.element.getByRole('button', { name: 'Show me offers' }).click();
    await chat.element.locator('.card').first().waitFor();
    const wide = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('optave-chat');
      const all = [
        document.documentElement,
        ...shadowRoot.querySelectorAll('.panel, .log, .header, .composer, .bubble, .card'),
      ];
      return all
        .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.getBoundingClientRect().right > 321)
        .map((node) => node.className || node.tagName);
    });
    assert.deepEqual(wide, []);
    assert.deepEqual(
      await chat.panel.evaluate((node) => [node.matches(':modal'), node.getBoundingClientRect().width]),
      [true, 320],
    );
    // Round and round: the focus stays in the chat (or leaves for the browser itself).
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => document.activeElement.tagName);
      assert.ok(['OPTAVE-CHAT', 'BODY'].includes(where), where);
    }
    await page.keyboard.press('Escape');
    assert.equal(await chat.panel.isVisible(), false);
    assert.equal(
      await page.evaluate(() => document.documentElement.scrollWidth),
      320,
      'nor does the page itself scroll sideways',
    );
  },
  { context: { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true } },
);

onDemo('a panel that is open when the phone is turned stays open, with what was written', async ({ page, chat }) => {
  await chat.input.fill('half a sentence');
  await page.setViewportSize({ width: 360, height: 700 });
  await eventually(() => chat.panel.evaluate((node) => node.matches(':modal')));
  assert.equal(await chat.focused(), 'input');
  await page.setViewportSize({ width: 1000, height: 700 });
  await eventually(() => chat.panel.evaluate((node) => !node.matches(':modal')));
  assert.deepEqual([await chat.focused(), await chat.input.inputValue()], ['input', 'half a sentence']);
});

onDemo('right to left: each text by its own letters, the widget by its page', async ({ page, chat }) => {
  const answer = await chat.ask('أين طلبي؟');
  const direction = (locator) => locator.evaluate((node) => getComputedStyle(node).direction);
  assert.equal(await direction(chat.row('user').locator('.text')), 'rtl');
  assert.equal(await direction(answer.locator('.text')), 'ltr');
  const left = () => chat.launcher.evaluate((node) => node.getBoundingClientRect().left);
  assert.ok((await left()) > 640);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  assert.ok((await left()) < 640, 'the corner changes sides');
  const box = await chat.panel.evaluate((node) => node.getBoundingClientRect().toJSON());
  assert.ok(box.left >= 0 && box.right < 640);
});

onDemo('a long conversation can be read from the end to its beginning', async ({ page, chat }) => {
  await fill(page, 300);
  await chat.log.focus();
  assert.equal(await chat.rows.last().isVisible(), true);
  const beginning = chat.element.getByText('Question 0?', { exact: true });
  await eventually(async () => {
    await page.keyboard.press('Home');
    await page.waitForTimeout(30);
    return (await beginning.count()) > 0;
  }, 'its beginning is there');
  // What is older was put above what was read. The key scrolls smoothly: as long as it does, a click goes nowhere.
  await page.keyboard.press('Home');
  const isAtBeginning = () => chat.log.evaluate((node) => node.scrollTop === 0);
  await eventually(isAtBeginning, 'at the beginning');
  // Something new does not tear the reader away, but says that it is there.
  await page.evaluate(() =>
    document.querySelector('optave-chat').conversation.add({ role: 'operator', name: 'Tom', text: 'New' }),
  );
  const jump = chat.element.getByRole('button', { name: '1 new message' });
  await jump.waitFor();
  assert.equal(await isAtBeginning(), true);
  await jump.click();
  await chat.row('operator').last().waitFor();
  await eventually(
    () => chat.log.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight < 2),
    'at the end',
  );
  assert.equal(await jump.isVisible(), false);
});
