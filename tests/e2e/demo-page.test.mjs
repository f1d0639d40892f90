// The page around the chat, in every engine: what is loaded when, the shop, and the language of all of it.
import assert from 'node:assert/strict';
import { onShop } from './page-helper.mjs';

const KEYED = '[data-say], [data-label], [data-hint], [data-alt]';

/** Every text of the page's own, by its key: where it stands, and what is said there. */
const said = ({ run }) =>
  run((keyed) => {
    const READ = {
      say: (node) => node.textContent,
      label: (node) => node.getAttribute('aria-label'),
      hint: (node) => node.placeholder,
      alt: (node) => node.alt,
    };
    return [...document.querySelectorAll(keyed)].flatMap((node) =>
      Object.entries(READ)
        .filter(([place]) => place in node.dataset)
        .map(([place, read]) => [node.dataset[place], read(node).trim().replace(/\s+/g, ' ')]),
    );
  }, KEYED);

/** The same word in both languages, or a time, a name, a code. */
const SAME =
  /^(code|theAssistant|timeOfDay|clock|note|conversation|documentation|insights|transport|transportLabel|sentiment|figure)$/;

const keyOf = (told) => (told.startsWith('[') ? JSON.parse(told)[0] : told);

/** What was said by people and servers, and names. */
const NOT_OURS = '.turn-text, .turn-meta, .superpower p, pre, code, td, .facts, .brand, h1, option[lang], dd';

/** Every text of more than one word that the page shows, whoever put it there. */
const shown = ({ run }) =>
  run((others) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      const text = textContent.trim();
      if (/\p{L}+\s+\p{L}+/u.test(text) && !parentElement.closest(`${others}, script, noscript`)) found.push(text);
    }
    return found;
  }, NOT_OURS);

function assertTranslated(english, french) {
  assert.deepEqual(
    french.map(([key]) => key),
    english.map(([key]) => key),
  );
  const left = english.filter(([told, text], at) => text === french[at][1] && text && !SAME.test(keyOf(told)));
  assert.deepEqual(left, [], 'still in English');
}

onShop(
  'what is behind the other tabs is loaded when they are opened, and the picture and figures of the shop at once',
  async (shop) => {
    const { run, come, show } = shop;
    const loaded = () =>
      run(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => new URL(name).pathname)
          .filter((path) => /^\/(operator|wire|methods)\//.test(path)),
      );
    assert.deepEqual(
      (await loaded()).sort(),
      ['/operator/agent.js', '/wire/recorder.js'],
      'only what has to be there first',
    );
    await run(() => scrollTo(0, document.documentElement.scrollHeight));
    await come(
      () => run(() => [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0)),
      'every picture is there',
    );
    assert.equal(await run(() => document.images.length), 4);
    assert.deepEqual(await shop.texts('#offers .price'), ['€219.00', '€164.50', '€349.00']);
    await show('operator');
    await show('wire');
    const later = await loaded();
    for (const path of ['/operator/operator.js', '/operator/operator.css', '/wire/wire.js', '/wire/timeline.css']) {
      assert.ok(later.includes(path), path);
    }
  },
);

onShop(
  'a view that could not be loaded says so, and comes when it is asked for again',
  async ({ run, come, show, texts, click }) => {
    await run(() => {
      // What the network would do to a style sheet.
      const { append } = document.head;
      window.putBack = () => delete document.head.append;
      document.head.append = function (node) {
        if (node.rel === 'stylesheet') node.href = '/nothing-here.css';
        append.call(this, node);
      };
    });
    await click('#tab-operator');
    await come(async () => /could not be loaded/.test((await texts('#operator .loading')).join()), 'it says so');
    await run(() => window.putBack());
    await show('operator');
    assert.deepEqual(await texts('#operator .loading'), []);
  },
);

onShop('the language is that of the whole page: every text of every view, the document, and the chat', async (shop) => {
  const { run, come, show, speak, ask, texts } = shop;
  await ask('Where is my order?');
  await ask('You charged me twice!');
  await show('operator');
  await show('wire');
  await come(async () => (await texts('.request-line')).length === 2, 'the requests');
  const english = await said(shop);
  assert.ok(english.length > 120, `${english.length} texts`);
  const before = new Set(await shown(shop));
  assert.ok(before.size > 40, `${before.size} texts of several words`);
  await speak('fr');
  await shop.painted();
  assert.deepEqual(
    (await shown(shop)).filter((text) => before.has(text)),
    [],
    'shown in English',
  );
  assertTranslated(english, await said(shop));
  assert.equal(await run(() => document.title), 'Optave web SDK : une discussion d’assistance');
  const prices = (await texts('#offers .price')).map((price) => price.replace(/\s/g, ' '));
  assert.deepEqual(prices, ['219,00 €', '164,50 €', '349,00 €']);
  assert.match((await texts('#prompts button'))[0], /où est ma commande/);
  const label = () =>
    run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.launcher').getAttribute('aria-label'));
  assert.match(await label(), /discussion/);
  await shop.reload();
  await shop.speaks('fr');
  // What is not in view is not painted, so the conversation has to be there before.
  const isBack = () => document.querySelector('optave-chat').conversation.messages.length === 4;
  await come(() => run(isBack), 'the conversation is back');
  await show('operator');
  await show('wire');
  await speak('en');
  for (const [key, text] of await said(shop)) {
    const known = english.find(([other]) => other === key);
    if (known) assert.equal(text, known[1], key);
  }
  assert.equal(await run(() => document.title), 'Optave web SDK: a support chat');
});

onShop(
  'who comes for the first time finds the browser’s language, and keeps the one that was chosen',
  async ({ run, speak, speaks, reload }) => {
    await speaks('fr');
    assert.equal(await run(() => document.querySelector('#language').value), 'fr');
    await speak('en');
    await reload();
    await speaks('en');
    assert.equal(await run(() => document.querySelector('#language').value), 'en');
  },
  { context: { locale: 'fr-FR' }, needs: ['contexts'] },
);

onShop('the snippet is the very lines of the page, in either language', async ({ run, come, speak, texts }) => {
  await come(async () => (await texts('#snippet'))[0] !== '', 'the lines');
  const page = await run(async () => (await fetch('/')).text());
  const [lines] = await texts('#snippet');
  assert.match(lines, /^<script type="module" src="\/pkg\/chat\.js"><\/script>\n<optave-chat\n[\s\S]*<\/optave-chat>$/);
  assert.ok(page.includes(lines.replace(/\n/g, '\n    ')), 'as they stand there');
  await speak('fr');
  assert.deepEqual(await texts('#snippet'), [lines]);
});

onShop(
  'who was charged twice is shown the invoice, and nobody is asked to pay for what is on its way',
  async ({ run, ask }) => {
    for (const question of ['You charged me twice!', 'Vous m’avez débité deux fois !']) {
      await ask(question);
      const answer = await run(() => document.querySelector('optave-chat').conversation.messages.at(-1).text);
      assert.match(answer, /\/invoice\//);
      assert.doesNotMatch(answer, /Pay now|Payer/);
    }
  },
);

onShop(
  'every method has the bar of the other pages, their settings and their languages, and leads back',
  async (shop) => {
    const { run, come, choose, speak, texts, click } = shop;
    const bar = () =>
      run(() => {
        const { height, backgroundColor, fontFamily, color } = getComputedStyle(document.querySelector('.bar'));
        const { backgroundColor: page } = getComputedStyle(document.body);
        const { borderRadius } = getComputedStyle(document.querySelector('.card'));
        return { height, backgroundColor, fontFamily, color, page, borderRadius };
      });
    for (const theme of ['light', 'dark']) {
      await choose('theme', theme);
      const expected = await bar();
      await shop.goto('/methods/');
      assert.deepEqual(await bar(), expected, theme);
      await shop.goto('/');
    }
    await shop.goto('/methods/');
    assert.deepEqual(
      await run(() => [...document.querySelectorAll('.tabs a')].map((link) => link.getAttribute('href'))),
      ['/#visitor', '/#operator', '/#wire'],
    );
    await click('#actions button');
    await come(async () => (await texts('.request .pill')).join() === 'completed', 'an answer');
    const english = await said(shop);
    await speak('fr');
    assertTranslated(english, await said(shop));
    await shop.goto('/#wire');
    await come(() => run(() => document.querySelector('#wire > .wire') !== null), 'back in the demo, at the wire');
    assert.equal(await run(() => document.documentElement.lang), 'fr');
  },
);
