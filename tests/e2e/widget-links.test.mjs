// Where a link leads is said, whatever its label says; what is no link stays text; and the page hears of each one that is
// followed.
import assert from 'node:assert/strict';
import { onDemo, say } from './widget-helper.mjs';

/** The links of the newest answer: where each leads, and what is read beside its label. */
const linksOf = (chat) =>
  chat
    .row('bot')
    .last()
    .locator('.text a')
    .evaluateAll((all) =>
      all.map((node) => {
        const { nextElementSibling: beside } = node;
        return [node.getAttribute('href'), node.textContent, beside?.matches('.host') ? beside.textContent : ''];
      }),
    );

onDemo('a link says where it leads, unless its label does', async ({ page, chat }) => {
  await say(page, {
    text: [
      '[Your bank](https://evil.example/login)',
      '[bank.example](https://evil.example/)',
      '[bank.example/login](https://bank.example.evil.example/)',
      '[evil.example](https://evil.example/there)',
      'https://evil.example/bare',
      '[Write to us](mailto:help@shop.example)',
      'mailto:help@shop.example',
      '[Аpple](https://аpple.com/)',
      'https://аpple.com/',
      'https://en.wiki.example/Fjord_(land)_x, (https://a.example/b).',
    ].join('\n'),
  });
  assert.deepEqual(await linksOf(chat), [
    ['https://evil.example/login', 'Your bank', 'evil.example'],
    ['https://evil.example/', 'bank.example', 'evil.example'],
    ['https://bank.example.evil.example/', 'bank.example/login', 'bank.example.evil.example'],
    ['https://evil.example/there', 'evil.example', ''],
    ['https://evil.example/bare', 'evil.example/bare', ''],
    ['mailto:help@shop.example', 'Write to us', 'help@shop.example'],
    // One of the page's own links.
    ['mailto:help@shop.example', 'Write to us', 'help@shop.example'],
    ['https://xn--pple-43d.com/', 'Аpple', 'xn--pple-43d.com'],
    ['https://xn--pple-43d.com/', 'аpple.com/', 'xn--pple-43d.com'],
    ['https://en.wiki.example/Fjord_(land)_x', 'en.wiki.example/Fjord_(land)_x', ''],
    ['https://a.example/b', 'a.example/b', ''],
  ]);
  const hosts = chat.row('bot').locator('.host');
  assert.deepEqual(await hosts.evaluateAll((all) => [...new Set(all.map((node) => `${node.localName} ${node.dir}`))]), [
    'bdi ltr',
  ]);
});

const NONE = [
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\tscript:alert(1))',
  '[a](data:text/html,<script>1</script>)',
  '[a](vbscript:x)',
  '[a](file:///etc/passwd)',
  '[a](http://shop.example/)',
  '[a](//shop.example/)',
  '[a](/path)',
  '[a](#x)',
  '[a](https://bank.example@evil.example/)',
  '[a](https://user:pass@shop.example/)',
  '![a](javascript:alert(1))',
  '<a href="https://evil.example">a</a>'.replace('https:', 'http:'),
  'javascript:alert(1)',
];

onDemo('what may be no link stays text, and says what was written', async ({ page, chat }) => {
  await say(page, { text: NONE.join('\n\n') });
  const text = chat.row('bot').last().locator('.text');
  assert.equal(await text.locator('a, img, script').count(), 0);
  const paragraphs = await text.locator('p').allTextContents();
  assert.deepEqual(paragraphs.slice(0, 2), ['[a](javascript:alert(1))', '[a](JaVaScRiPt:alert(1))']);
  assert.equal(paragraphs.length, NONE.length);
});

onDemo('characters that turn the direction are taken out of texts, labels and names', async ({ page, chat }) => {
  const turned = '\u202egnp.exe\u202c';
  await page.evaluate((turned) => {
    const { conversation } = document.querySelector('optave-chat');
    conversation.add({ role: 'user', text: `see ${turned}` });
    conversation.add({ role: 'operator', name: turned, text: `**${turned}** [${turned}](https://a.example/\u2066x)` });
    conversation.add({
      role: 'bot',
      action: 'recommend',
      text: '',
      suggestions: [turned],
      sources: [{ url: 'https://b.example/', label: turned }],
      offers: [
        { title: turned, description: turned, reason: turned, currency: '', url: 'https://c.example/', image: '' },
      ],
    });
  }, turned);
  await chat.element.locator('.card').waitFor();
  const all = await chat.log.evaluate((node) => node.textContent);
  assert.doesNotMatch(all, /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
  assert.equal(all.split('gnp.exe').length > 8, true);
});

onDemo('the page hears of a link that is followed, and can keep it from being', async ({ page, chat }) => {
  await page.evaluate(() => {
    window.followed = [];
    document.querySelector('optave-chat').addEventListener('optave-link', (event) => {
      const { url, label, message } = event.detail;
      window.followed.push([url, label, message.id]);
      event.preventDefault();
    });
    window.kept = [];
    window.addEventListener('click', (event) => window.kept.push(event.defaultPrevented));
  });
  await say(page, {
    id: 'linked',
    text: 'Read [the guide](https://shop.example/guide) [1].',
    sources: [{ url: 'https://shop.example/source', label: 'Source' }],
  });
  await chat.element.getByRole('link', { name: 'the guide' }).click();
  await chat.element.locator('.sources a').press('Enter');
  assert.deepEqual(await page.evaluate(() => window.followed), [
    ['https://shop.example/guide', 'the guide', 'linked'],
    ['https://shop.example/source', 'Source', 'linked'],
  ]);
  assert.deepEqual(await page.evaluate(() => window.kept), [true, true], 'neither is followed');
  assert.equal(page.context().pages().length, 1, 'no page was opened');
});

onDemo(
  'an address of the page carries its label, in Markdown too, and no link is followed twice',
  async ({ page, chat }) => {
    const track = 'https://shop.example/track/FF-20417';
    await say(page, { text: `- Track your order: ${track}\n- **${track}**\n- [here](${track})` });
    assert.deepEqual(await linksOf(chat), [
      [track, 'Track your order', 'shop.example'],
      [track, 'Track your order', 'shop.example'],
      [track, 'here', 'shop.example'],
    ]);
    assert.equal(await chat.row('bot').locator('li').first().textContent(), 'Track your order shop.example');
  },
);

onDemo('codes are chips wherever they stand but in blocks of code', async ({ page, chat }) => {
  await page.evaluate(() => {
    const chat = document.querySelector('optave-chat');
    chat.resources = { codes: [{ value: 'FF-20417' }, { value: '#12-b' }, { value: 'FF' }, { value: 'FF-20417-X' }] };
  });
  await say(page, {
    text: 'FF-20417, **FF-**20417 and `FF-20417`, #12-b. Not XFF-20417 nor FF-204170; FF-20417-X is.\n\n```\nFF-20417\n```',
  });
  const codes = chat.row('bot').locator('.code');
  assert.deepEqual(await codes.allTextContents(), ['FF-20417', 'FF-20417', 'FF-20417', '#12-b', 'FF-20417-X']);
  assert.equal(await chat.row('bot').locator('pre .code').count(), 0);
  assert.equal(
    await chat.row('bot').locator('.text p').textContent(),
    'FF-20417, FF-20417 and FF-20417, #12-b. Not XFF-20417 nor FF-204170; FF-20417-X is.',
  );
});
