// An answer as people expect it: Markdown while it streams, sources with numbers, replies to click, pictures where they
// are allowed, and what one can do with it.
import assert from 'node:assert/strict';
import { onDemo, say } from './widget-helper.mjs';
import { ENGINE } from './engines.mjs';
import { eventually } from './helper.mjs';

/** What the page has in its clipboard is written here: not every engine lets a test read it. */
const catchCopies = (page) =>
  page.evaluate(() => {
    window.copies = [];
    navigator.clipboard.writeText = async (text) => void window.copies.push(text);
  });

const MARKDOWN = [
  '# Large',
  '## Small',
  'Some **bold**, *slanted*, ~~struck~~ and `set` text; $5 and snake_case_name, 2 * 3 * 4.',
  '1. One\n2. Two\n   - Inner',
  '3. Three',
  '> A quote',
  '7. Seven',
  '| Name | Price |\n|---|---|\n| Bergen | €189 |\n| Oslo | €89 |',
  '```js\nconst a = `1`;\n\nb();\n```',
  '---',
  '- [x] Done\n- [ ] To do',
  '<b>raw</b> & <img src=x onerror=alert(1)>',
].join('\n\n');

const WANTED = [
  'h3.large "Large"',
  'h3 "Small"',
  'strong "bold"',
  'em "slanted"',
  's "struck"',
  'code "set"',
  'ol ul li "Inner"',
  'ol > li "Three"',
  'ol[start="7"] "Seven"',
  'blockquote "A quote"',
  'thead th "Price"',
  'tbody tr:nth-child(2) td "€89"',
  '.code-block .code-name "js"',
  '.code-block pre code "const a = `1`;\n\nb();"',
  'hr ""',
  'ul > li "☑ Done"',
];

/** Which of these are there with that text. */
const missing = (text, wanted) =>
  text.evaluate(
    (node, wanted) =>
      wanted.filter((line) => {
        const [, selector, content] = /^(.*?) "([^]*)"$/u.exec(line);
        return ![...node.querySelectorAll(selector)].some((found) => found.textContent.trim() === content);
      }),
    wanted,
  );

onDemo('Markdown becomes nodes, and markup stays text', async ({ page, chat, consoleLines }) => {
  await say(page, { text: MARKDOWN });
  const text = chat.row('bot').last().locator('.text');
  assert.deepEqual(await missing(text, WANTED), []);
  const read = await text.evaluate((node) => node.textContent);
  assert.match(read, /\$5 and snake_case_name, 2 \* 3 \* 4\./);
  assert.match(read, /<b>raw<\/b> & <img src=x onerror=alert\(1\)>/);
  assert.equal(await text.locator('b, img').count(), 0);
  assert.deepEqual(consoleLines, []);
});

onDemo(
  'however an answer is cut into parts, the same comes of it, and what is there is not touched again',
  async ({ page, chat }) => {
    await say(page, { text: MARKDOWN });
    const shape = (row) =>
      row.locator('.text').evaluate((node) => {
        const copy = node.cloneNode(true);
        for (const fresh of copy.querySelectorAll('.fresh')) fresh.replaceWith(...fresh.childNodes);
        copy.normalize();
        return new XMLSerializer().serializeToString(copy);
      });
    const whole = await shape(chat.row('bot').last());
    // Sign by sign it takes WebKit, which paints without a graphics card here, half a minute.
    for (const size of ENGINE === 'webkit' ? [7] : [1, 7]) {
      const touched = await page.evaluate(
        async ({ text, size }) => {
          const { conversation } = document.querySelector('optave-chat');
          const message = conversation.add({ role: 'bot', state: 'streaming', text: '' });
          const frame = () => new Promise(requestAnimationFrame);
          await frame();
          let first;
          for (let end = size; end < text.length + size; end += size) {
            conversation.update(message, { text: text.slice(0, end) });
            await frame();
            const { shadowRoot } = document.querySelector('optave-chat');
            const now = shadowRoot.querySelector('.row:last-child .text h3');
            first ??= now;
            if (first !== now) return 'another heading';
          }
          conversation.update(message, { state: 'done' });
          await frame();
          await frame();
          return '';
        },
        { text: MARKDOWN, size },
      );
      assert.equal(touched, '');
      assert.equal(await shape(chat.row('bot').last()), whole, `in parts of ${size}`);
    }
  },
);

onDemo('another beginning starts over, and what the visitor writes is not Markdown', async ({ page, chat }) => {
  await page.evaluate(async () => {
    const { conversation } = document.querySelector('optave-chat');
    const message = conversation.add({ role: 'bot', state: 'streaming', text: 'Hello **the' });
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    conversation.update(message, { text: 'Goodbye **now**' });
    conversation.add({ role: 'user', text: '**not** _this_ `one`\n# nor this' });
  });
  await chat.row('bot').locator('strong', { hasText: 'now' }).waitFor();
  assert.deepEqual(await chat.texts('bot'), ['Goodbye now']);
  assert.deepEqual(await chat.texts('user'), ['**not** _this_ `one`\n# nor this']);
});

for (const [reducedMotion, animation] of Object.entries({ 'no-preference': 'fresh', reduce: 'none' })) {
  onDemo(
    `new words fade in where motion is wanted: ${reducedMotion}`,
    async ({ page, chat }) => {
      await say(page, { text: 'One', state: 'streaming' });
      const fresh = chat.row('bot').last().locator('.fresh');
      assert.equal(await fresh.evaluate((node) => getComputedStyle(node).animationName), animation);
    },
    { context: { reducedMotion } },
  );
}

onDemo('code is copied as it is', async ({ page, chat }) => {
  await catchCopies(page);
  await say(page, { text: '```\na  b\n\n    c\n```' });
  await chat.element.getByRole('button', { name: 'Copy this code' }).click();
  await chat.element.getByRole('button', { name: 'Code copied' }).waitFor();
  assert.deepEqual(await page.evaluate(() => window.copies), ['a  b\n\n    c']);
});

onDemo('numbers in the text lead to the list of sources', async ({ page, chat, control }) => {
  const sources = [
    { id: 'tracking', url: 'https://shop.example/track/FF-20417' },
    { url: 'https://help.example/returns', title: 'Returns' },
    { url: 'javascript:alert(1)', label: 'A book' },
  ];
  const content = 'Thirty days [2]. Two at once [1, ^3]. Not one: [4], and [text].';
  const message = { results: [{ response: [{ content }], sources }] };
  control.script({
    answers: [
      { messages: [{ body: { action: 'superpower', actionType: 'interaction', state: 'completed', message } }] },
    ],
  });
  const answer = await chat.ask('How long?');
  const items = answer.locator('.sources li');
  assert.deepEqual(await items.allTextContents(), [
    '1Track your order shop.example',
    '2Returns help.example',
    '3A book',
  ]);
  assert.equal(await items.nth(2).locator('a').count(), 0);
  assert.deepEqual(await answer.locator('.cite').allTextContents(), ['2', '1', '3']);
  assert.match(await answer.locator('.text').textContent(), /Not one: \[4\], and \[text\]\./);
  await answer.getByRole('button', { name: 'Source 2: Returns' }).click();
  await eventually(
    () => items.nth(1).evaluate((node) => node.getRootNode().activeElement === node),
    'the focus is on the source',
  );
  assert.equal(
    await page.evaluate(() => document.querySelector('optave-chat').conversation.messages.at(-1).sources.length),
    3,
  );
});

onDemo('what the text links to itself is no source below, where no number leads to it', async ({ page, chat }) => {
  const source = { url: 'https://a.example/', label: 'A' };
  await say(page, {
    text: 'See [this](https://a.example/).',
    sources: [source, { url: 'https://b.example/', label: 'B' }],
  });
  assert.deepEqual(await chat.element.locator('.sources li').allTextContents(), ['1B b.example']);
});

onDemo('suggested replies stand below the newest answer and are sent with a click', async ({ chat, control }) => {
  const message = {
    results: [{ response: [{ content: 'Which one?' }], suggestions: ['The red one', { text: 'The blue one' }, 7, ''] }],
  };
  control.script({
    answers: [
      { messages: [{ body: { action: 'superpower', actionType: 'interaction', state: 'completed', message } }] },
    ],
  });
  await chat.ask('I want one');
  const replies = chat.element.locator('.suggestions .reply');
  assert.deepEqual(await replies.allTextContents(), ['The red one', 'The blue one']);
  await replies.nth(1).click();
  await chat.row('user').nth(1).waitFor();
  assert.deepEqual(await chat.texts('user'), ['I want one', 'The blue one']);
  assert.equal(await chat.focused(), 'input');
  assert.equal(await replies.first().isVisible(), false, 'what was answered needs no replies');
});

onDemo(
  'starters stand where nothing was said yet',
  async ({ page, chat }) => {
    await page.evaluate(() => (document.querySelector('optave-chat').starters = ['Where is my order?', 'Hello']));
    await chat.open();
    const starters = chat.element.locator('.starters .reply');
    assert.deepEqual(await starters.allTextContents(), ['Where is my order?', 'Hello']);
    await starters.first().click();
    await chat.answer();
    assert.deepEqual(await chat.texts('user'), ['Where is my order?']);
    assert.equal(await starters.first().isVisible(), false);
  },
  { open: false },
);

onDemo('pictures come from the hosts that the page has named, and from nowhere else', async ({ page, chat }) => {
  const text = '![A fjord](/page/pictures/voss.svg) ![Spy](https://evil.example/pixel.svg)';
  const named = await page.evaluate(() => {
    const { imageHosts } = document.createElement('optave-chat');
    document.querySelector('optave-chat').imageHosts = imageHosts; // the demo names its own
    return imageHosts;
  });
  assert.deepEqual(named, []);
  await say(page, { text });
  const images = chat.element.locator('.row-bot img');
  assert.equal(await images.count(), 0, 'by default there are none');
  assert.deepEqual(await chat.row('bot').locator('a').allTextContents(), ['Spy']);
  const host = await page.evaluate(() => {
    document.querySelector('optave-chat').imageHosts = [location.host];
    return location.host;
  });
  const offer = { title: 'Bergen', description: 'Rain', price: 189, currency: 'EUR', reason: 'It rains.' };
  const offers = ['/page/pictures/bergen.svg', 'https://evil.example/b.svg', `ftp://${host}/b.svg`, ''].map(
    (image) => ({
      ...offer,
      image,
      url: 'https://shop.example/b',
    }),
  );
  await say(page, { text, offers });
  await chat.element.getByRole('button', { name: 'Show all 4' }).click();
  await eventually(async () => (await chat.element.locator('.card').count()) === 4);
  const shown = await images.evaluateAll((all) =>
    all.map((node) => [new URL(node.src).pathname, node.alt, node.referrerPolicy]),
  );
  assert.deepEqual(shown, [
    ['/page/pictures/voss.svg', 'A fjord', 'no-referrer'],
    ['/page/pictures/bergen.svg', '', 'no-referrer'],
  ]);
  assert.match(
    await chat.element.locator('.card').first().textContent(),
    /Bergen.*Rain.*It rains\..*€189\.00.*View.*shop\.example/,
  );
  const elsewhere = () =>
    performance.getEntriesByType('resource').filter(({ name }) => !name.startsWith(`${location.origin}/`)).length;
  assert.equal(await page.evaluate(elsewhere), 0);
});

onDemo('a picture that does not load says what it shows', async ({ page, chat }) => {
  // The page's policy lets no picture of that host through.
  await page.evaluate(() => (document.querySelector('optave-chat').imageHosts = ['cdn.example']));
  await say(page, { text: '![A fjord](https://cdn.example/fjord.svg)' });
  await chat.row('bot').getByRole('link', { name: 'A fjord' }).waitFor();
  assert.equal(await chat.row('bot').locator('img').count(), 0);
});

onDemo('an answer is copied and rated, with a word if one wants, and the rating stays', async ({ page, chat }) => {
  await catchCopies(page);
  await page.evaluate(() => {
    window.rated = [];
    document.querySelector('optave-chat').addEventListener('optave-rate', (event) => {
      window.rated.push([event.detail.rating, event.detail.comment]);
      if (event.detail.comment === 'no') event.preventDefault();
    });
  });
  const answer = await chat.ask('Hello');
  await answer.getByRole('button', { name: 'Copy this answer' }).click();
  assert.deepEqual(await page.evaluate(() => window.copies), ['Hello Alice! How can I help you today?']);
  const [up, down] = ['Helpful', 'Not helpful'].map((name) => answer.getByRole('button', { name, exact: true }));
  const pressed = async () => [await up.getAttribute('aria-pressed'), await down.getAttribute('aria-pressed')];
  await up.click();
  await eventually(async () => String(await pressed()) === String(['true', 'false']));
  await up.click();
  await eventually(async () => String(await pressed()) === String(['false', 'false']), 'once more takes it back');
  await down.click();
  await eventually(async () => String(await pressed()) === String(['false', 'true']));
  const field = answer.getByRole('textbox', { name: 'What was missing?' });
  await field.fill('no');
  await field.press('Enter');
  assert.equal(await field.isVisible(), true, 'the page has said no');
  await field.fill('A date');
  await answer.getByRole('button', { name: 'Send' }).click();
  await answer.getByText('Thank you').waitFor();
  assert.equal(await field.isVisible(), false);
  assert.deepEqual(await page.evaluate(() => window.rated), [
    ['up', ''],
    [null, ''],
    ['down', ''],
    ['down', 'no'],
    ['down', 'A date'],
  ]);
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.reload();
  await chat.answer();
  await eventually(async () => String(await pressed()) === String(['false', 'true']));
  assert.deepEqual(
    await page.evaluate(() => document.querySelector('optave-chat').conversation.messages.at(-1).rating),
    { value: 'down', comment: 'A date' },
  );
});

onDemo('what can be done with an answer shows without moving anything', async ({ page, chat }) => {
  await chat.ask('Hello');
  await chat.ask('Where is my order?');
  await page.mouse.move(5, 5);
  const rows = chat.row('bot');
  const opacity = (index) =>
    rows
      .nth(index)
      .locator('.actions')
      .evaluate((node) => getComputedStyle(node).opacity);
  const place = () => rows.evaluateAll((all) => all.map((row) => row.offsetHeight));
  const before = await place();
  await eventually(async () => (await opacity(0)) === '0' && (await opacity(1)) === '1', 'those of the newest answer');
  await rows.nth(0).hover();
  await eventually(async () => (await opacity(0)) === '1', 'by hovering');
  await page.mouse.move(5, 5);
  await eventually(async () => (await opacity(0)) === '0');
  await rows.nth(0).getByRole('button', { name: 'Helpful', exact: true }).focus();
  await eventually(async () => (await opacity(0)) === '1', 'by keyboard');
  assert.deepEqual(await place(), before);
});

onDemo(
  'on a screen for fingers everything is large enough for one',
  async ({ page, chat }) => {
    await say(page, { text: 'Text\n\n```\na\n```', suggestions: ['Yes'] });
    const small = await chat
      .row('bot')
      .locator('button')
      .evaluateAll((all) =>
        all
          .filter((node) => node.offsetParent)
          .map((node) => [node.className, node.getBoundingClientRect()])
          .filter(([, { width, height }]) => Math.min(width, height) < 44)
          .map(([name]) => name),
      );
    assert.deepEqual(small, []);
  },
  { context: { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true } },
);

onDemo(
  'the page renders parts itself; what throws or answers nothing is rendered here',
  async ({ page, chat, consoleLines }) => {
    await page.evaluate(() => {
      const own = (text) => Object.assign(document.createElement('b'), { textContent: text });
      document.querySelector('optave-chat').renderers = {
        text: (part, message) => (part.startsWith('mine') ? own(`${message.id}: ${part}`) : null),
        sources: (part) => own(`${part.length} sources`),
        offers: () => {
          throw new Error('not today');
        },
      };
    });
    const offers = [{ title: 'Bergen', description: '', reason: '', currency: '', url: '', image: '' }];
    const sources = [{ url: 'https://a.example/', label: 'A' }];
    await say(page, { id: 'one', text: 'mine', sources, offers });
    await say(page, { id: 'two', text: 'yours', sources, offers });
    const bubbles = chat.element.locator('.row-bot .bubble');
    assert.equal(await bubbles.nth(0).locator('b').textContent(), 'one: mine');
    assert.equal(await bubbles.nth(0).locator('.text').count(), 0);
    assert.equal(await bubbles.nth(1).locator('.text').textContent(), 'yours');
    assert.equal(await chat.element.locator('.extras b', { hasText: '1 sources' }).count(), 2);
    assert.equal(await chat.element.locator('.card').count(), 2);
    assert.deepEqual(
      consoleLines.map(({ type, text }) => [type, /renderer for offers/.test(text)]),
      [['error', true]],
    );
    await page.evaluate(() => {
      const { conversation } = document.querySelector('optave-chat');
      const message = conversation.add({ role: 'bot', state: 'streaming', text: 'mine', id: 'three' });
      conversation.update(message, { text: 'mine grows' });
    });
    await chat.element.locator('b', { hasText: 'three: mine grows' }).waitFor();
    assert.equal(await bubbles.nth(2).locator('b').count(), 1);
  },
);

onDemo('files stand with the message that they came with', async ({ page, chat }) => {
  await page.evaluate(() => {
    const files = [
      { name: 'photo.png', size: 1_234_567, type: 'image/png', url: 'https://files.example/1' },
      { name: 'note.txt', size: 12, type: 'text/plain' },
    ];
    document.querySelector('optave-chat').conversation.add({ role: 'user', text: '', files });
  });
  const files = chat.row('user').locator('.file');
  await files.first().waitFor();
  assert.deepEqual(await files.allTextContents(), ['photo.png files.example1.2 MB', 'note.txt12 byte']);
  assert.equal(await chat.row('user').locator('.bubble').isVisible(), false);
});

onDemo('a screen reader hears the words of an answer, not its marks', async ({ page, chat }) => {
  await page.evaluate(() =>
    document.querySelector('optave-chat').conversation.add({
      role: 'bot',
      text: '## News\n\n- **One** [link](https://a.example/)\n- Two',
    }),
  );
  await chat.element
    .locator('[role="log"] p', { hasText: 'Assistant: News One link Two' })
    .waitFor({ state: 'attached' });
});

onDemo('each text has the direction of its own letters', async ({ page, chat }) => {
  await say(page, { text: 'שלום **עולם**\n\nHello\n\n- مرحبا\n\n1234' });
  const directions = await chat
    .row('bot')
    .locator('.text > *')
    .evaluateAll((all) => all.map((node) => getComputedStyle(node).direction));
  assert.deepEqual(directions, ['rtl', 'ltr', 'rtl', 'rtl']);
});
