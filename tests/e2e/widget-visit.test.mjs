// A visit from beginning to end, by keyboard alone, in every engine: nothing before the opening, an answer that
// streams, a network that breaks in between, a reload, another language, and what the sandbox saw of it all.
import assert from 'node:assert/strict';
import { eventually, inPage } from './helper.mjs';
import { demo, hold, PACE, partByPart, picture, STARTED } from './widget-helper.mjs';

const HTML = '<img src=x onerror="window.hacked=1">';
const PATIENCE_MS = 20_000;

/** The demo's page as a visitor without a mouse finds it. */
async function visit({ page, run }) {
  const { control } = demo;
  control.reset();
  control.config(PACE);
  const come = (look, what) => eventually(look, what, PATIENCE_MS);
  const texts = (selector) =>
    run((selector) => {
      const root = document.querySelector('optave-chat')?.shadowRoot;
      return [...(root?.querySelectorAll(selector) ?? [])].map((node) => node.textContent);
    }, selector);
  const hasFocus = (name) =>
    come(
      () => run((name) => document.querySelector('optave-chat').shadowRoot.activeElement?.className === name, name),
      `the focus on ${name}`,
    );
  const answers = (count) =>
    come(async () => (await texts('.row-bot[data-state="done"] .text')).length === count, `${count} answers`);
  return {
    control,
    come,
    texts,
    hasFocus,
    answers,
    async shoot(state) {
      // WebKit shows what it painted last, which may be a while ago.
      await run(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await page.screenshot({ path: picture(`visit-${state}`) });
    },
    async arrive() {
      // A conversation of before is taken from a page that does not write it again when it is left.
      await page.goto(`${demo.url}/nothing-here`);
      await run(() => (sessionStorage.clear(), localStorage.clear()));
      await page.goto(`${demo.url}/`);
      await come(() => run(() => document.querySelectorAll('#prompts button').length > 0), 'the page');
    },
    /** By the launcher, which is where the focus is before and after. */
    async open() {
      await run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.launcher').focus());
      await page.keyboard.press('Enter');
      await hasFocus('input');
    },
    async write(text) {
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
  };
}

/** Each request that the sandbox saw: its action, the newest message, the language, and how often it came. */
const seenBy = (control) => {
  const seen = new Map();
  for (const { envelope } of control.log().frames) {
    const { headers, payload } = envelope;
    const known = seen.get(headers.correlationId);
    if (known) known[3] += 1;
    else {
      const [{ messages }] = payload.request.scope.conversations;
      seen.set(headers.correlationId, [headers.action, messages.at(-1).content, payload.session.interface.language, 1]);
    }
  }
  return [...seen.values()];
};

inPage(
  'a visit: chat, stream, lose the network, reload, change the language, all by keyboard',
  async (test) => {
    const { page, run } = test;
    const { control, come, texts, hasFocus, answers, shoot, arrive, open, write } = await visit(test);
    await arrive();
    assert.deepEqual([control.log().tokens.length, control.log().handshakes.length], [0, 0], 'nobody has been asked');
    await shoot('closed');
    await open();
    await run(() => {
      window.grown = [];
      const log = document.querySelector('optave-chat').shadowRoot.querySelector('.log');
      new MutationObserver(() => {
        const text = log.querySelector('.row-bot .text')?.textContent;
        if (text && text !== window.grown.at(-1)) window.grown.push(text);
      }).observe(log, { childList: true, subtree: true, characterData: true });
    });
    const painted = () => run(() => window.grown.length);
    await partByPart(control, 2, () => write('Where is my order?'), painted);
    await answers(1);
    assert.match((await run(() => window.grown)).at(-1), /on its way.* anything else I can do for you\?$/);
    await shoot('chatting');

    // The network goes when the question is out, and the server with it; both return.
    control.script({ answers: [{ silent: true }] });
    await write('And when will it be here?');
    await come(() => control.log().frames.length === 2, 'it is sent');
    const { faults } = control.fault({ fault: 'refuse', status: 503 });
    control.fault({ fault: 'kill' });
    await come(async () => /Reconnecting/.test((await texts('.status')).join()), 'it says that it reconnects');
    await shoot('reconnecting');
    control.clearFaults(faults[0].id);
    await answers(2);

    await write(HTML);
    await answers(3);
    assert.equal((await texts('.row-user .text'))[2], HTML, 'text stays text');
    assert.equal(await run(() => window.hacked), undefined);

    // Escape closes, and the launcher has the focus again; Enter opens.
    await page.keyboard.press('Escape');
    await hasFocus('launcher');
    await page.keyboard.press('Enter');
    await hasFocus('input');

    const said = await texts('.row .text');
    await page.reload();
    await come(async () => (await texts('.row .text')).length === said.length, 'the conversation is back');
    assert.deepEqual(await texts('.row .text'), said);

    await run(() => {
      const select = document.querySelector('#language');
      select.value = 'fr';
      select.dispatchEvent(new Event('change'));
    });
    const placeholder = () => document.querySelector('optave-chat').shadowRoot.querySelector('.input')?.placeholder;
    await come(async () => (await run(placeholder))?.startsWith('Écrivez'), 'French');
    await run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.input').focus());
    await write('Bonjour, où est ma commande ?');
    await answers(4);
    assert.match((await texts('.row-bot .text')).at(-1), /Commande: FF-20417/);
    await shoot('french');

    assert.deepEqual(
      control.log().frames.filter(({ valid }) => !valid),
      [],
    );
    assert.deepEqual(seenBy(control), [
      ['interaction', 'Where is my order?', 'en', 1],
      ['interaction', 'And when will it be here?', 'en', 2],
      ['interaction', HTML, 'en', 1],
      ['interaction', 'Bonjour, où est ma commande ?', 'fr', 1],
    ]);
    const threads = control.log().frames.map(({ envelope }) => envelope.payload.request.connections.threadId);
    assert.equal(new Set(threads).size, 1);
    assert.equal(control.counts().tokensReused, 0);
  },
  { path: null, timeout: 90_000 },
);

inPage(
  'a cut in the middle of an answer: what is there stays, and Enter on “Try again” asks again',
  async (test) => {
    const { page, run } = test;
    const { control, come, texts, hasFocus, answers, arrive, open, write } = await visit(test);
    await arrive();
    // As long as it takes until a partial answer counts as all there will be.
    await run(() => (document.querySelector('optave-chat').options = { requestTimeoutMs: 4_000 }));
    await open();
    const release = hold(control, STARTED + 1);
    await write('Where is my order?');
    await come(async () => (await texts('.row-bot[data-state="streaming"] .text')).length === 1, 'it streams');
    control.fault({ fault: 'kill' });
    release();
    await come(async () => (await texts('.retry')).length === 1, 'it can be asked for again');
    assert.match((await texts('.row-bot .text')).at(-1), /Hello/, 'what was there stays');
    await run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.retry').focus());
    await page.keyboard.press('Enter');
    await answers(1);
    await hasFocus('input');
    assert.deepEqual(await texts('.row-user .text'), ['Where is my order?'], 'the question stands once');
    assert.equal(control.counts().tokensReused, 0);
  },
  { path: null, timeout: 90_000 },
);
