// Nothing that anybody sends makes the page stand still: a text costs what it is long, whatever is in it, and what is
// much is shown in part, with a button for all of it.
import assert from 'node:assert/strict';
import { onDemo, withoutLongTasks } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

const LENGTH = 200_000;
const MANY = 10_000;
const LONG_TASK_MS = 100;
const STREAMING_TASK_MS = 50;
const ROUNDS = 3;

const of = (piece) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
const many = (make) => Array.from({ length: MANY }, (_, index) => make(index));

/** What a search for the end of something, or a nesting without one, costs most with. */
const WORST = {
  'one word': of('x'),
  'many words': of('some words '),
  colons: of(' : '),
  'an address that does not end': `https://a.example/${of('.')}`,
  'brackets in an address': `https://a.example/${of('()')}`,
  addresses: of('https://a.example/1 '),
  schemes: of('https:'),
  emphasis: of('*a_b'),
  strong: of('**a '),
  'open brackets': of('['),
  'half a link': of('[a]('),
  'the address of a link that does not end': `[a](${of('x')}`,
  'half a picture': of('!['),
  'half a code': of('`a'),
  'a language that does not end': `\`\`\`${of('x')}`,
  'a block of code': `\`\`\`\n${of('x y\n')}`,
  quotes: of('>'),
  'headings in quotes': `${'> '.repeat(1000)}a\n${of('# a\n')}`,
  'lists in lists': Array.from({ length: 440 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
  'a list': of('- a\n'),
  rules: of('- '),
  digits: of('1'),
  bars: of('|'),
  'a table': `|a|b|\n|-|-|\n${of('|a|b|\n')}`,
  'half a break': of('<br '),
  prices: of('$a '),
  lines: of('a\n'),
  codes: of('FF-20417 '),
  'nearly codes': of('FF FF-2041 '),
  numbers: of('[1] '),
};

onDemo(
  `${LENGTH / 1000} KB of the worst are painted in less than ${LONG_TASK_MS} ms, from either side`,
  async ({ page }) => {
    await page.evaluate(
      (codes) => {
        document.querySelector('optave-chat').resources = { codes };
      },
      many((index) => ({ value: `FF-${10_000 + index}` })),
    );
    for (const [name, text] of Object.entries(WORST)) {
      const costs = await page.evaluate(
        async ({ text, rounds }) => {
          const { conversation } = document.querySelector('optave-chat');
          const inFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
          /** Of several, the one in which the machine did least besides. */
          const best = async (work) => {
            let least = Infinity;
            for (let round = 0; round < rounds; round += 1) least = Math.min(least, await work());
            return Math.round(least);
          };
          const painting = (role) => async () => {
            conversation.clear();
            await inFrame();
            // What is asked for in between runs in between.
            const before = inFrame();
            conversation.add({ role, text });
            const after = inFrame();
            const [start, end] = await Promise.all([before, after]);
            return end - start;
          };
          return [await best(painting('bot')), await best(painting('user'))];
        },
        { text, rounds: ROUNDS },
      );
      assert.ok(Math.max(...costs) < LONG_TASK_MS, `${name}: ${costs} ms`);
    }
  },
  { timeout: 60_000 },
);

/** Messages with ten thousand of something, and where one sees that all of it is there. */
const LARGE = {
  links: { text: many((index) => `[a](https://a.example/${index})`).join(' '), all: '.text a' },
  addresses: { text: many((index) => `https://a.example/${index}`).join('\n'), all: '.text a' },
  codes: { text: 'FF-20417 '.repeat(MANY), all: '.text .code' },
  numbers: { text: '[1] '.repeat(MANY), all: '.text .citation' },
  items: { text: '- a\n'.repeat(MANY), all: '.text li' },
  rows: { text: `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(MANY)}`, all: '.text tbody tr' },
};

/** Lists below the text, of which some more are shown with each click. */
const LISTS = {
  sources: { item: { url: 'https://a.example/', label: 'a' }, all: '.sources li', most: 5 },
  offers: {
    item: { title: 'a', description: '', reason: '', currency: '', url: 'https://a.example/', image: '' },
    all: '.card',
    most: 3,
  },
  files: { item: { name: 'a', size: 1, type: '' }, all: '.file', most: 6 },
};

for (const [name, { all, ...message }] of Object.entries(LARGE)) {
  onDemo(
    `${MANY} ${name} in one message are shown in part, and then in slices: no task costs ${LONG_TASK_MS} ms`,
    async ({ page, chat }) => {
      await withoutLongTasks(page, `${MANY} ${name}`, LONG_TASK_MS, async () => {
        await page.evaluate((message) => {
          const { conversation } = document.querySelector('optave-chat');
          conversation.clear();
          conversation.add({ role: 'bot', state: 'done', ...message });
        }, message);
        const button = chat.element.locator('.show-all');
        await button.click();
        // Seldom enough not to be the work itself.
        await page.waitForFunction(
          ({ all, many }) => document.querySelector('optave-chat').shadowRoot.querySelectorAll(all).length === many,
          { all, many: MANY },
          { polling: 250, timeout: 80_000 },
        );
      });
    },
    { timeout: 90_000, needs: ['devtools'] },
  );
}

for (const [name, { all, most, item }] of Object.entries(LISTS)) {
  onDemo(
    `of ${MANY} ${name} a few are shown, and some more with each click: no task costs ${LONG_TASK_MS} ms`,
    async ({ page, chat }) => {
      const items = chat.element.locator(all);
      await withoutLongTasks(page, `${MANY} ${name}`, LONG_TASK_MS, async () => {
        await page.evaluate(
          ({ name, item, many }) => {
            const list = Array.from({ length: many }, () => ({ ...item }));
            const { conversation } = document.querySelector('optave-chat');
            conversation.clear();
            conversation.add({ role: 'bot', text: 'a', [name]: list });
          },
          { name, item, many: MANY },
        );
        for (let step = 0; step < 5; step += 1) {
          await items.nth(most + step * 50 - 1).waitFor();
          assert.equal(await items.count(), most + step * 50);
          await chat.element.getByRole('button', { name: 'Show 50 more' }).click();
        }
      });
    },
    { timeout: 60_000, needs: ['devtools'] },
  );
}

for (const reducedMotion of ['no-preference', 'reduce']) {
  onDemo(
    `200 updates, 10 ms apart, are painted without a task over ${STREAMING_TASK_MS} ms, motion: ${reducedMotion}`,
    async ({ page, chat }) => {
      await chat.ask('Hello');
      await withoutLongTasks(page, '200 updates', STREAMING_TASK_MS, () =>
        page.evaluate(async () => {
          const { conversation } = document.querySelector('optave-chat');
          const part = '**Some** words with `code`, a [link](https://a.example/) and FF-20417.\n\n- one\n- two\n\n';
          const message = conversation.add({ role: 'bot', state: 'streaming', text: '' });
          for (let count = 1; count <= 200; count += 1) {
            conversation.update(message, { text: part.repeat(60).slice(0, count * 25) });
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
          conversation.update(message, { state: 'done' });
          await new Promise(requestAnimationFrame);
        }),
      );
    },
    { context: { reducedMotion }, needs: ['devtools'] },
  );
}

onDemo('what is long is cut at first, and is all there after a click, with the focus on it', async ({ page, chat }) => {
  const text = `${'Some words. '.repeat(2000)}The end.`;
  await page.evaluate((text) => {
    const { conversation } = document.querySelector('optave-chat');
    for (const role of ['user', 'bot']) conversation.add({ role, text });
  }, text);
  for (const role of ['user', 'bot']) {
    const row = chat.row(role);
    const button = row.getByRole('button', { name: 'Show all of it' });
    await button.waitFor();
    assert.ok((await row.locator('.text').textContent()).length < 10_000);
    await button.click();
    await eventually(async () => (await row.locator('.text').textContent()) === text, 'all of it');
    assert.equal(await chat.focused(), 'text');
    assert.equal(await button.count(), 0);
  }
});

onDemo('long words, wide tables and long lines of code stay in their boxes', async ({ page, chat }) => {
  const long = 'x'.repeat(300);
  const text = [
    long,
    `https://a.example/${long}`,
    `[${long}](https://${'a'.repeat(60)}.example/)`,
    `- ${long}`,
    `> ${long}`,
    `# ${long}`,
    `\`${long}\``,
    `\`\`\`${long}\n${long}\n\`\`\``,
    `|${'a|'.repeat(30)}\n|${'-|'.repeat(30)}\n|${`${long}|`.repeat(30)}`,
  ].join('\n\n');
  await page.evaluate(
    ({ text, long }) => {
      const chat = document.querySelector('optave-chat');
      chat.resources = { codes: [{ value: long.slice(0, 200) }] };
      const offer = {
        title: long,
        description: long,
        reason: long,
        price: 1e15,
        currency: long,
        url: 'https://a.example/',
        image: '',
      };
      const more = {
        suggestions: [long],
        sources: [{ url: `https://a.example/${long}`, label: long }],
        offers: [offer],
      };
      chat.conversation.add({
        role: 'user',
        text: `${long} ${long.slice(0, 200)}`,
        files: [{ name: long, size: 1, type: '' }],
      });
      chat.conversation.add({ role: 'operator', name: long, text: long });
      chat.conversation.add({ role: 'bot', text, ...more });
    },
    { text, long },
  );
  await chat.element.locator('.card').waitFor();
  const wide = await chat.panel.evaluate((panel) => {
    const { right, left } = panel.getBoundingClientRect();
    return [...panel.querySelectorAll('*')]
      .filter((node) => !node.closest('pre > *, .table-box > *, .visually-hidden, svg, .grow'))
      .filter((node) => {
        const box = node.getBoundingClientRect();
        return (
          box.width &&
          (box.right > right + 1 ||
            box.left < left - 1 ||
            (node.scrollWidth > node.clientWidth + 1 &&
              node.clientWidth &&
              getComputedStyle(node).overflowX === 'visible' &&
              getComputedStyle(node).display !== 'inline'))
        );
      })
      .map((node) => `${node.localName}.${node.className}`);
  });
  assert.deepEqual(wide, []);
  const scrolls = await chat.element
    .locator('pre, .table-box')
    .evaluateAll((all) => all.map((node) => node.scrollWidth > node.clientWidth));
  assert.deepEqual(scrolls, [true, true]);
});
