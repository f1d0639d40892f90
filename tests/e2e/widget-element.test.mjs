// <optave-chat> as an element of somebody's page: attributes, properties, events, slots, and how it gets there.
import assert from 'node:assert/strict';
import { eventually, inPage, requestsOf } from './helper.mjs';
import { PACKAGE } from '../../www-demo/demo.mjs';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { withoutPage } from './engines.mjs';

const PAGE = { path: '/page/empty.html' };
const OPTIONS = { 'websocket-url': '/ws', 'token-url': '/api/optave/ws-ticket' };

let count = 0;

/**
 * A chat in the page, for an organization of its own, so that it finds no conversation of another test; `set` are
 * properties that it has before the element is defined.
 */
const put = (run, { attributes = OPTIONS, set = {}, inside = {} } = {}) =>
  run(
    async ({ attributes, set, inside }) => {
      const chat = document.createElement('optave-chat');
      for (const [name, value] of Object.entries(attributes)) chat.setAttribute(name, value);
      for (const [slot, text] of Object.entries(inside)) {
        chat.append(Object.assign(document.createElement('p'), { slot, textContent: text }));
      }
      Object.assign(chat, set);
      document.body.append(chat);
      window.events = [];
      for (const name of ['open', 'close', 'client', 'unread', 'send', 'answer']) {
        chat.addEventListener(`optave-${name}`, (event) => {
          window.events.push(name);
          if (window.refused === name) event.preventDefault();
        });
      }
      await import('/pkg/chat.js');
    },
    { attributes: { 'organization-id': `o${(count += 1)}`, ...attributes }, set, inside },
  );

inPage(
  'attributes and properties say the same, and what was set before the element was defined counts',
  async ({ run }) => {
    await put(run, { attributes: {}, set: { websocketUrl: '/ws', heading: 'Help', starters: ['Hello?'] } });
    const seen = await run(() => {
      const chat = document.querySelector('optave-chat');
      const before = [chat.getAttribute('websocket-url'), chat.getAttribute('heading'), chat.starters];
      chat.setAttribute('organization-id', 'o');
      chat.theme = 'dark';
      chat.heading = null;
      return [before, chat.organizationId, chat.getAttribute('theme'), chat.hasAttribute('heading'), chat.open];
    });
    assert.deepEqual(seen, [['/ws', 'Help', ['Hello?']], 'o', 'dark', false, false]);
  },
  PAGE,
);

inPage(
  'it opens by attribute, property, method and click, and a page may say no',
  async ({ run, page, sandbox }) => {
    await put(run);
    const isShown = () => run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.panel')?.open);
    const chat = (act) => run(`document.querySelector('optave-chat').${act}`);
    await run(() => (window.refused = 'open'));
    await chat('show()');
    assert.deepEqual(await run(() => [document.querySelector('optave-chat').open, window.events]), [false, ['open']]);
    await run(() => (window.refused = ''));
    for (const open of ["setAttribute('open', '')", 'open = true', 'show()']) {
      await chat(open);
      await eventually(isShown, open);
      await chat('hide()');
      await eventually(async () => !(await isShown()), `closed after ${open}`);
    }
    await page.locator('optave-chat .launcher').click();
    await eventually(isShown, 'a click');
    await run(() => (window.refused = 'close'));
    await chat('hide()');
    assert.equal(await run(() => document.querySelector('optave-chat').open), true);
    await eventually(isShown, 'it stays open');
    await eventually(() => sandbox.control.log().connections.length === 1, 'one connection for all of it');
    assert.equal((await run(() => window.events)).filter((name) => name === 'client').length, 1);
  },
  PAGE,
);

inPage(
  'a client of the page’s own is used, and left to the page',
  async ({ run, sandbox }) => {
    await put(run, { attributes: {} });
    const states = await run(async () => {
      const { OptaveClient } = await import('/pkg/index.js');
      const { websocketUrl, tokenUrl } = await (await fetch('/sandbox.json')).json();
      const chat = document.querySelector('optave-chat');
      const own = new OptaveClient({ websocketUrl, tokenUrl, organizationId: 'o' });
      chat.client = own;
      const isSame = (await chat.ready()) === own;
      await chat.send('Hello');
      while (!chat.conversation.messages.some(({ role, state }) => role === 'bot' && state === 'done'))
        await new Promise((resolve) => setTimeout(resolve, 5));
      chat.remove();
      await new Promise((resolve) => setTimeout(resolve, 0));
      const states = [isSame, own.connection.state];
      own.cleanup();
      return states;
    });
    assert.deepEqual(states, [true, 'open']);
    assert.equal(sandbox.control.log().frames.length, 1);
  },
  PAGE,
);

inPage(
  'what one customer has said is not shown to the next, although the element was out of the page meanwhile',
  async ({ run }) => {
    await put(run, { set: { customer: { id: 'a' } } });
    const said = await run(async () => {
      const chat = document.querySelector('optave-chat');
      await chat.send('Where is my order?');
      const texts = [chat.conversation.messages[0].text];
      chat.remove();
      await new Promise((resolve) => setTimeout(resolve));
      chat.customer = { id: 'b' };
      document.body.append(chat);
      await chat.ready();
      return [...texts, chat.conversation.messages.length];
    });
    assert.deepEqual(said, ['Where is my order?', 0]);
  },
  PAGE,
);

inPage(
  'params of a request of one’s own are about the conversation',
  async ({ run }) => {
    await put(run);
    const { request } = await run(async () => {
      const chat = document.querySelector('optave-chat');
      chat.customer = { id: 'c', name: 'Alice' };
      await chat.send('Where is my order?');
      return chat.params({ settings: { maxResponseLength: 7 } });
    });
    assert.equal(request.scope.conversations[0].messages[0].content, 'Where is my order?');
    assert.deepEqual([request.context.userId, request.settings.maxResponseLength], ['c', 7]);
  },
  PAGE,
);

inPage(
  'header, welcome, notice and button can be the page’s',
  async ({ run, page }) => {
    const inside = { header: 'My header', empty: 'My welcome', notice: 'My notice', launcher: 'My button' };
    await put(run, { inside, attributes: { ...OPTIONS, open: '' } });
    for (const text of Object.values(inside)) await page.getByText(text).waitFor();
  },
  PAGE,
);

inPage(
  'the panel comes when the page has nothing to do, the client when the visitor points at the button',
  async ({ run, page }) => {
    const requests = requestsOf(page);
    const has = async (path) => (await requests()).includes(path);
    await put(run);
    await eventually(() => has('/pkg/chat-panel.js'), 'the panel');
    assert.equal(await has('/pkg/index.js'), false);
    await page.locator('optave-chat .launcher').hover();
    await eventually(() => has('/pkg/index.js'), 'the client');
  },
  PAGE,
);

for (const [preload, first] of [
  ['intent', '/pkg/chat-panel.js'],
  ['none', undefined],
]) {
  inPage(
    `preload="${preload}" fetches ${first ? 'with the first sign of interest' : 'nothing before it is opened'}`,
    async ({ run, page }) => {
      const requests = requestsOf(page);
      await put(run, { attributes: { ...OPTIONS, preload } });
      // Whatever was to come when the page has nothing to do would have come.
      await run(() => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(() => setTimeout(resolve))));
      const panels = async () => (await requests()).filter((path) => path === '/pkg/chat-panel.js').length;
      // What was asked for before this is there after it.
      const settle = () => run(async () => void (await (await fetch(location.href)).text()));
      await settle();
      assert.equal(await panels(), 0);
      await page.locator('optave-chat .launcher').hover();
      if (first) await eventually(async () => (await panels()) === 1, 'the panel');
      else await settle();
      assert.equal(await panels(), first ? 1 : 0);
      await page.locator('optave-chat .launcher').click();
      await eventually(async () => (await panels()) === 1, 'the panel');
    },
    PAGE,
  );
}

inPage(
  'as a classic script, from a page without modules',
  async ({ run, page }) => {
    await run(() => {
      document.body.append(document.createElement('optave-chat'));
    });
    await page.addScriptTag({ url: '/pkg/chat-script.js' });
    await run(() => {
      const chat = document.querySelector('optave-chat');
      Object.assign(chat, { websocketUrl: '/ws', tokenUrl: '/api/optave/ws-ticket', organizationId: 'o' });
      chat.show();
    });
    await page.locator('optave-chat .input').fill('Where is my order?');
    await page.locator('optave-chat .input').press('Enter');
    await page.locator('optave-chat .row-bot[data-state="done"]').waitFor();
  },
  PAGE,
);

inPage(
  'the classic script from another host loads panel and client from there',
  async ({ run, page }) => {
    const headers = { 'access-control-allow-origin': '*' };
    const other = await startSandbox({ static: [{ path: '/cdn', dir: PACKAGE, headers }] });
    try {
      await page.addScriptTag({ url: `${other.url}/cdn/chat-script.js` });
      await run(() => {
        const chat = document.createElement('optave-chat');
        Object.assign(chat, { websocketUrl: '/ws', tokenUrl: '/api/optave/ws-ticket', organizationId: 'cdn' });
        document.body.append(chat);
        chat.send('Where is my order?');
        window.answered = new Promise((resolve) => chat.addEventListener('optave-client', () => resolve(true)));
      });
      assert.equal(await run(() => window.answered), true);
    } finally {
      await other.close();
    }
  },
  PAGE,
);

/** What a tab and the browser keep for a chat of its organization. */
const kept = (run) =>
  run(() => {
    const key = `optave-chat:${document.querySelector('optave-chat').organizationId}`;
    return { tab: JSON.parse(sessionStorage.getItem(key)), text: localStorage.getItem(key) ?? '' };
  });

inPage(
  'reset before the panel is there forgets what was said, and the draft',
  async ({ run }) => {
    await run(() => {
      const at = Date.now() - 1000;
      const message = { id: 'm', role: 'user', text: 'From before', at, changed: at, state: 'done' };
      const record = { version: 1, unread: 0, threadId: 't', began: at, messages: [message] };
      localStorage.setItem('optave-chat:reset', JSON.stringify(record));
      sessionStorage.setItem(
        'optave-chat:reset',
        JSON.stringify({ open: false, draft: 'Not for others', thread: 't' }),
      );
    });
    await put(run, { attributes: { ...OPTIONS, 'organization-id': 'reset', preload: 'none' } });
    await run(() => document.querySelector('optave-chat').reset());
    await eventually(async () => !(await kept(run)).text.includes('From before'), 'it is forgotten');
    assert.equal((await kept(run)).tab.draft, '');
    assert.equal(await run(() => document.querySelector('optave-chat').conversation.messages.length), 0);
  },
  PAGE,
);

inPage(
  'put back closed it keeps the conversation, and who closes it as it opens is obeyed',
  async ({ run }) => {
    await put(run);
    await run(async () => {
      const chat = document.querySelector('optave-chat');
      await chat.transcript();
      chat.remove();
      await new Promise((resolve) => setTimeout(resolve));
      document.body.append(chat);
      chat.conversation.add({ role: 'operator', text: 'Said later' });
      chat.addEventListener('optave-open', () => chat.hide(), { once: true });
      chat.show();
    });
    await eventually(async () => (await kept(run)).text.includes('Said later'), 'it is kept');
    assert.equal((await kept(run)).tab.open, false);
  },
  PAGE,
);

inPage(
  'taken away while the panel comes, nothing is made; whoever has gone on meanwhile keeps the focus',
  async ({ run, page }) => {
    let release = () => {};
    const held = new Promise((resolve) => (release = resolve));
    await page.route('**/pkg/chat-panel.js', async (route) => {
      await held;
      await route.continue();
    });
    await put(run, { attributes: { ...OPTIONS, preload: 'none', lang: 'constructor' } });
    await run(() => {
      const chat = document.querySelector('optave-chat');
      const other = chat.cloneNode();
      document.body.append(other, document.createElement('input'));
      chat.show();
      other.show();
      document.querySelector('input').focus();
      chat.remove();
      window.gone = chat;
    });
    release();
    const isShown = () => document.querySelector('optave-chat').shadowRoot.querySelector('.panel')?.open;
    await eventually(() => run(isShown), 'the other one opens');
    assert.deepEqual(
      await run(() => [
        document.activeElement.localName,
        window.gone.shadowRoot.querySelector('.panel'),
        window.gone.client,
      ]),
      ['input', null, null],
    );
  },
  { ...PAGE, needs: ['network'] },
);

withoutPage('where there are no elements, importing it defines nothing and throws nothing', async () => {
  const { OptaveChat } = await import('../../pkg/chat.js');
  assert.equal(typeof OptaveChat, 'function');
  assert.equal(globalThis.customElements, undefined);
});
