// Text stays text, links are what is allowed and nothing else, and all of it runs under a strict policy.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { withoutPage } from './engines.mjs';
import { onDemo, demo } from './widget-helper.mjs';
import { eventually } from './helper.mjs';

const saying = (content, more = {}) => ({
  messages: [
    {
      body: {
        action: 'superpower',
        actionType: 'interaction',
        state: 'completed',
        message: { results: [{ ...more, response: [{ content }] }] },
      },
    },
  ],
});

const HTML = '<img src=x onerror="window.hacked=1"><b>bold</b><script>window.hacked=2</script>';

onDemo(
  'a message with markup shows as text, in the chat and on the operator’s side',
  async ({ page, chat, control }) => {
    control.script({ answers: [saying(HTML)] });
    await chat.ask(HTML);
    assert.deepEqual([await chat.texts('user'), await chat.texts('bot')], [[HTML], [HTML]]);
    await page.getByRole('tab', { name: 'Operator' }).click();
    await page.locator('#operator .turn-text').nth(1).waitFor();
    assert.deepEqual(await page.locator('#operator .turn-text').allTextContents(), [HTML, HTML]);
    await page.getByRole('tab', { name: 'Wire' }).click();
    await page.locator('#wire td button').first().click();
    assert.equal(await page.locator('img, optave-chat img, b >> text=bold').count(), 0);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
  },
);

onDemo('only https and mailto become links', async ({ page, chat, control }) => {
  await page.evaluate(() => {
    const chat = document.querySelector('optave-chat');
    chat.resources = {
      links: [
        { id: 'bad', url: 'javascript:alert(1)', label: 'Click me' },
        { id: 'plain', url: 'http://shop.example/', label: 'Plain' },
        { id: 'good', url: 'https://shop.example/good', label: 'Good' },
      ],
      offers: [{ id: 'o', title: 'Offer', url: 'javascript:alert(2)' }],
    };
  });
  const text =
    'javascript:alert(1) JaVaScRiPt:alert(1) data:text/html,x http://shop.example/ vbscript:x ' +
    'https://user:pass@shop.example/ https://shop.example/a?b=c). mailto:help@shop.example';
  control.script({ answers: [saying(text, { sources: [{ id: 'bad' }, { id: 'plain' }, { id: 'good' }] })] });
  const answer = await chat.ask('Hello');
  const links = await answer.locator('a').evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.textContent]));
  assert.deepEqual(links, [
    ['https://shop.example/a?b=c', 'shop.example/a?b=c'],
    ['mailto:help@shop.example', 'help@shop.example'],
    ['https://shop.example/good', 'Good'],
  ]);
  await chat.element.getByRole('button', { name: 'Show me offers' }).click();
  await chat.element.locator('.card').waitFor();
  assert.equal(await chat.element.locator('.card a').count(), 0);
});

onDemo('the page is served under a strict policy, and nothing offends it', async ({ page, chat, consoleLines }) => {
  for (const path of ['/', '/methods/', '/pkg/chat.js', '/pkg/chat-panel.js']) {
    const policy = (await fetch(demo.url + path)).headers.get('content-security-policy');
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
    assert.match(policy, /style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval'[^;]*'unsafe-eval/);
  }
  await chat.ask('Where is my order?');
  for (const name of ['Operator', 'Wire']) await page.getByRole('tab', { name }).click();
  await page.waitForTimeout(200);
  assert.deepEqual(consoleLines, []);
  // The policy is in force: what it forbids fails.
  const refused = await page.evaluate(() => {
    try {
      document.createElement('div').innerHTML = '<b>x</b>';
      return false;
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(refused, 'TypeError', 'markup from text is refused by the browser itself');
});

onDemo('answers of any shape leave the widget whole', async ({ chat, control }) => {
  const odd = (message) => ({
    messages: [
      { body: { action: 'superpower', actionType: 'interaction', state: 'streaming', message } },
      { body: { action: 'superpower', actionType: 'risk', state: 'completed', message } },
      {
        body: {
          action: 'superpower',
          actionType: 'interaction',
          state: 'completed',
          message: { results: [{ response: [{ content: 'fine' }] }] },
        },
      },
    ],
  });
  const shapes = [
    null,
    [],
    'text',
    { results: 'none' },
    { results: [null, 1, { response: {} }, { response: [null, { content: 7 }] }] },
  ];
  control.script({ answers: shapes.map(odd) });
  for (const shape of shapes) {
    const answer = await chat.ask(`Shape ${JSON.stringify(shape)}`);
    assert.match(await answer.locator('.text').textContent(), /fine/);
  }
});

onDemo(
  'a first page of one’s own may have its script inline, in the folder for that',
  async ({ page, consoleLines }) => {
    await page.goto(`${demo.url}/try/hello.html`);
    await eventually(() => consoleLines.some(({ text }) => text.startsWith('Response:')), 'the example has run');
    assert.deepEqual(
      consoleLines.filter(({ text }) => text.includes('Content Security Policy')),
      [],
    );
  },
  { open: false },
);

withoutPage('the README shows the lines of the page, with another address', () => {
  const linesOf = (path) => {
    const text = readFileSync(new URL(`../../www-demo/${path}`, import.meta.url), 'utf8');
    const [lines] = /<script type="module" src="\/pkg\/chat[\s\S]*?<\/optave-chat>/.exec(text);
    return lines
      .replace(/websocket-url="[^"]*"/, '')
      .split('\n')
      .map((line) => line.trim());
  };
  assert.deepEqual(linesOf('README.md'), linesOf('index.html'));
});
