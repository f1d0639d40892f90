// When things fail, the visitor is told what is known, what happens next, and what can be done about it.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../www-demo/sandbox/index.mjs';
import { onChat } from './chat-helper.mjs';
import { eventually, inPage, served, STATIC } from './helper.mjs';

const OPEN = { open: '' };
const isOpen = () => all('.input').length === 1;
const ready = ({ until }) => until(isOpen);

/** An answer that is an error of the server's. */
const failing = (message, actionType = 'interaction') => ({
  messages: [{ body: { action: 'superpower', actionType, state: 'error', message } }],
});

for (const [what, fault] of [
  ['the token endpoint is down', { fault: 'token-status', status: 503 }],
  ['the socket is refused', { fault: 'refuse', status: 503 }],
]) {
  onChat(
    `${what} at the first opening: it says so, tries again, and what was sent meanwhile goes once`,
    async ({ run, until, control }) => {
      control.fault(fault);
      // No request waits so long as this connection takes.
      await run(() => void place({ open: '' }, { options: { requestTimeoutMs: 1500 } }));
      await until(isOpen);
      await run(() => send('Where is my order?'));
      await until(() => /^Could not connect\. Trying again in \d+ s/.test(texts('.status')[0]), 'it says so');
      await until(() => texts('.row-user .note')[0] === 'Will be sent when you are connected');
      const { tokenRequests } = control.counts();
      await eventually(() => control.counts().tokenRequests > tokenRequests, 'it tries again of itself', 15_000);
      assert.equal(await run(() => button('Try again') === undefined), true, 'nothing has failed for the visitor');
      control.clearFaults();
      // As where the network is back: nobody waits for the countdown.
      await run(() => dispatchEvent(new Event('online')));
      await until(() => texts('.row-bot[data-state="done"]').length === 1, 'the answer');
      await until(() => texts('.status').length === 0);
      assert.equal(control.requests().length, 1, 'one question');
    },
    { timeout: 60_000 },
  );
}

onChat(
  'a click tries at once, and so does a look at the page',
  async ({ run, until, control }) => {
    control.fault({ fault: 'token-status', status: 503 });
    const asked = () => control.counts().tokenRequests;
    /** Waits until the next attempt is so far away that none comes by itself meanwhile; answers how many there were. */
    const settled = async () => {
      await until(() => /again in ([2-9]|\d\d) s/.test(texts('.status')[0]), 'it waits');
      return asked();
    };
    const before = await settled();
    await run(() => button('Connect now').click());
    await eventually(() => asked() === before + 1, 'for the click');
    const then = await settled();
    await run(() => document.dispatchEvent(new Event('visibilitychange')));
    await eventually(() => asked() === then + 1, 'for the look');
    await settled();
    control.clearFaults();
    await run(() => button('Connect now').click());
    await until(() => texts('.status').length === 0);
  },
  { attributes: OPEN },
);

onChat(
  'what cannot help is not tried by itself: a server that refuses the visitor waits for a click',
  async ({ run, until, control }) => {
    control.fault({ fault: 'reject-token', how: 'close', code: 1008 });
    await run(() => void place({ open: '' }));
    await until(() => texts('.status')[0]?.startsWith('Not connected.'));
    const before = control.counts().tokenRequests;
    control.clearFaults();
    await run(() => button('Connect now').click());
    await until(() => texts('.status').length === 0);
    assert.equal(control.counts().tokenRequests, before + 1);
  },
);

onChat(
  'a connection that was lost for longer than a request waits: what was written goes when it is back',
  async ({ run, until, control }) => {
    await run(() => void place({ open: '' }, { options: { requestTimeoutMs: 1500 } }));
    await until(isOpen);
    await run(() => send('Hello'));
    await until(() => texts('.row-bot[data-state="done"]').length === 1);
    control.fault({ fault: 'refuse', status: 503 });
    control.fault({ fault: 'kill' });
    await until(() => chat().client.connection.state !== 'open');
    await run(() => send('Where is my order?'));
    await until(() => texts('.row-user .note').includes('Will be sent when you are connected'));
    // Its own request has long run out.
    await until(() => texts('.status')[0]?.startsWith('Reconnecting'));
    assert.equal(await run(() => button('Try again') === undefined), true);
    control.clearFaults();
    await until(() => button('Connect now') ?? texts('.row-bot[data-state="done"]').length === 2);
    await run(() => button('Connect now')?.click());
    await until(() => texts('.row-bot[data-state="done"]').length === 2, 'the answer');
  },
  { timeout: 60_000 },
);

onChat(
  'what the server says of a failure is shown as plain text, cut, with a way on to a person',
  async (test) => {
    const { run, until, control } = test;
    await ready(test);
    const content = '<b>Orders</b> cannot be looked up until noon.';
    control.script({
      answers: [
        failing({ results: [{ response: [{ content, error_code: 'ORDERS_DOWN' }] }] }),
        failing({ results: [{ response: [{ content: `\u202e${'long '.repeat(4000)}` }] }] }),
        { messages: [{ body: { action: 'superpower', error: { code: 'E_TENANT', message: 'NullPointer at 0x17' } } }] },
      ],
    });
    await run(() => send('Where is my order?'));
    await until(() => texts('.note.error span')[0] === '<b>Orders</b> cannot be looked up until noon.');
    assert.equal(await run(() => button('Try again') === undefined), true, 'the SDK says that it is of no use');
    await run(() => send('And now?'));
    await until(() => texts('.note.error span').length === 2);
    assert.ok((await run(() => texts('.note.error span')[1])).length <= 301);
    // What is meant for developers is not for the visitor.
    await run(() => send('And then?'));
    await until(() => texts('.note.error span')[2] === 'There was no answer.');
    await run(() => all('.note.error button')[0].click());
    await until(() => texts('.presence')[0] === 'A person was asked to join');
    assert.equal(control.log().frames.at(-1).envelope.headers.action, 'elevate');
  },
  { attributes: OPEN },
);

onChat('what may succeed can be tried again, and what is too long says what to do', async ({ run, until, control }) => {
  await run(() => void place({ open: '' }, { options: { requestTimeoutMs: 1500 } }));
  await until(isOpen);
  control.script({ answers: [{ silent: true }] });
  await run(() => send('Where is my order?'));
  await until(() => texts('.note.error span')[0] === 'The answer took too long.');
  await run(() => button('Try again').click());
  await until(() => texts('.row-bot[data-state="done"]').length === 1);
  await run(() => chat().send('x'.repeat(200_000)));
  await until(() => texts('.note.error span')[0] === 'This is too long. Please send it in parts.');
  assert.deepEqual(await run(() => all('.note.error button').length), 0);
});

onChat(
  'a network that the browser reports gone shows at once, and does not lie about a socket that works',
  async (test) => {
    const { run, until } = test;
    await ready(test);
    await run(() => send('Hello'));
    await until(() => texts('.row-bot[data-state="done"]').length === 1);
    const report = (isOnline) =>
      run((isOnline) => {
        Object.defineProperty(navigator, 'onLine', { get: () => isOnline, configurable: true });
        dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
        return texts('.status')[0];
      }, isOnline);
    assert.match(await report(false), /^Your browser reports no network\. Messages may have to wait\./);
    await run(() => send('Does this still get through?'));
    await until(() => texts('.row-bot[data-state="done"]').length === 2, 'it does');
    await report(true);
    await until(() => texts('.status').length === 0);
  },
  { attributes: OPEN },
);

onChat(
  'ten thousand superpowers cost no long task, and as many are kept as somebody may read',
  async ({ run, until }) => {
    await run(() => {
      const client = {
        connection: { state: 'open' },
        on: () => client,
        off: () => client,
        openConnection: async () => {},
        interaction(_params, { onUpdate }) {
          window.update = onUpdate;
          return Object.assign(new Promise((resolve) => (window.settle = resolve)), {
            correlationId: 'one',
            state: 'sent',
          });
        },
      };
      place({ open: '' }, { client });
    });
    await until(isOpen);
    await run(() => send('Hello'));
    await until(() => window.update !== undefined);
    const took = await run(() => {
      // The shortest of three: the others may have shared the core.
      const times = [1, 2, 3].map((round) => {
        const began = performance.now();
        for (let number = 0; number < 10_000; number += 1) {
          const data = { message: { results: [{ response: [{ content: `It is ${number}.` }] }] } };
          window.update({ actionType: `power-${round}-${number}`, state: 'completed', text: '', data });
        }
        return performance.now() - began;
      });
      window.update({ actionType: '__proto__', state: 'completed', text: '', data: {} });
      window.update({ actionType: 'interaction', state: 'completed', text: 'Here you are.', data: {} });
      window.settle({ text: 'Here you are.' });
      return Math.min(...times);
    });
    assert.ok(took < 100, `one task of ${took} ms`);
    await until(() => texts('.row-bot[data-state="done"] .text')[0] === 'Here you are.');
    assert.equal(await run(() => Object.keys(chat().conversation.messages.at(-1).superpowers).length), 50);
  },
);

/** A copy of the package without one of the chat's files, which `heal` brings. @param {string} part */
function without(part) {
  const from = fileURLToPath(new URL('../../pkg/', import.meta.url));
  const folder = mkdtempSync(path.join(tmpdir(), 'optave-chat-'));
  const isPart = (name) => name.startsWith(part);
  const copy = (names) => names.forEach((name) => cpSync(path.join(from, name), path.join(folder, name)));
  const names = readdirSync(from).filter((name) => /\.(js|wasm)$/.test(name));
  copy(names.filter((name) => !isPart(name)));
  return {
    folder,
    heal: () => copy(names.filter(isPart)),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function onPageWithout(part, page, body) {
  const { folder, heal, end } = without(part);
  const own = await startSandbox({
    static: served([{ path: '/pkg', dir: folder }, ...STATIC.filter(({ path }) => path === '/page')]),
    answerDelayMs: 0,
  });
  const run = (work, argument) => page.evaluate(work, argument);
  try {
    await page.goto(`${own.url}/page/chat.html`);
    await eventually(() => run(() => window.isReady));
    await body({ run, heal, control: own.control });
  } finally {
    await page.goto('about:blank');
    await own.close();
    end();
  }
}

const onBrokenPage = (page, body) =>
  onPageWithout('chat-panel', page, async (test) => {
    const { run } = test;
    await run(() => void place({ preload: 'none' }));
    await run(() => chat().shadowRoot.querySelector('.launcher').click());
    await eventually(() => run(() => button('The chat could not be loaded. Try again')), 'the launcher says so');
    await body(test);
  });

inPage(
  'what speaks with a back office could not be loaded: a call says so, and nothing is lost that comes meanwhile',
  ({ page, consoleLines }) =>
    onPageWithout('chat-people', page, async ({ run, heal }) => {
      await run(() => void place({ open: '' }, { agents }));
      await eventually(() => run(() => button('Talk to a person')));
      await run(() => button('Talk to a person').click());
      await eventually(() => run(() => button('Try again')), 'the call has failed');
      assert.ok(consoleLines.some(({ text }) => text.startsWith('optave-chat: Loading what speaks with `agents`')));
      assert.equal(await run(() => office.desks.length), 0);
      await run(() => send('Where is my order?'));
      await eventually(() => run(() => all('.row-bot[data-state="done"]').length === 1), 'the assistant answers');
      heal();
      await run(() => write('And '));
      await run(() => button('Try again').click());
      await eventually(() => run(() => office.desks.length === 1 && desk().isCalled), 'called', 12_000);
      assert.deepEqual(
        await run(() => desk().conversation.messages.map(({ role }) => role)),
        ['system', 'user', 'bot'],
        'it has all that was said',
      );
      await run(() => desk().joined({ name: 'Mira' }));
      await run(() => send('And who are you?'));
      await eventually(() => run(() => office.messages.join() === 'And who are you?'));
    }),
  { path: null, timeout: 60_000, needs: ['secondImports'] },
);

inPage(
  'what speaks with a back office comes of itself where somebody stands by, with what was written before',
  ({ page }) =>
    onPageWithout('chat-people', page, async ({ run, heal }) => {
      await run(() => void place({ open: '' }, { agents: Object.assign(agents, { standBy: true }) }));
      await eventually(() => run(() => all('.input').length === 1));
      await run(() => send('Where is my order?'));
      await eventually(() => run(() => all('.row-bot[data-state="done"]').length === 1), 'the assistant answers');
      heal();
      await eventually(() => run(() => office.desks.length === 1), 'it stands by', 15_000);
      assert.equal(await run(() => desk().conversation.messages[0].text), 'Where is my order?');
    }),
  { path: null, timeout: 60_000, needs: ['secondImports'] },
);

inPage(
  'a transcript that cannot be made says so, and comes when it is asked for again',
  ({ page }) =>
    onPageWithout('chat-transcript', page, async ({ run, heal }) => {
      await run(() => {
        window.saved = [];
        HTMLAnchorElement.prototype.click = function () {
          window.saved.push(this.download);
        };
      });
      await run(() => void place({ open: '' }));
      await eventually(() => run(() => all('.input').length === 1));
      await run(() => send('Where is my order?'));
      await eventually(() => run(() => all('.row-bot[data-state="done"]').length === 1));
      const save = () => run(() => all('.menu-item')[1].click());
      await save();
      await eventually(() => run(() => texts('.aside').join().startsWith('The transcript could not be downloaded.')));
      heal();
      await save();
      await eventually(() => run(() => saved.length === 1));
      assert.equal(await run(() => texts('.aside').join('')), '');
    }),
  { path: null, timeout: 60_000, needs: ['secondImports'] },
);

onChat(
  'a page without a back office does not load what speaks with one',
  async ({ run, until }) => {
    const files = () =>
      run(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').at(-1)));
    await until(() => all('.input').length === 1);
    await run(() => send('Hello'));
    await until(() => all('.row-bot[data-state="done"]').length === 1);
    const before = await files();
    assert.ok(before.includes('chat-panel.js'));
    assert.ok(!before.includes('chat-people.js'));
    await run(() => void (chat().agents = agents));
    await until(() =>
      performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith('/chat-people.js')),
    );
  },
  { attributes: { open: '' } },
);

inPage(
  'a panel that could not be loaded: the launcher says so, is no dead button, and tries again of itself',
  ({ page }) =>
    onBrokenPage(page, async ({ run, heal }) => {
      const launcher = await run(() => {
        const { title, ariaExpanded } = chat().shadowRoot.querySelector('.launcher');
        return [title, ariaExpanded];
      });
      assert.deepEqual(launcher, ['The chat could not be loaded. Try again', 'false']);
      await run(() => button('The chat could not be loaded').click());
      assert.equal(await run(() => chat().open), true, 'it is still wanted');
      heal();
      await eventually(() => run(isOpen), 'it opens of itself', 15_000);
      assert.equal(await run(() => chat().shadowRoot.querySelector('.launcher').ariaLabel), 'Close chat');
    }),
  { path: null, timeout: 60_000, needs: ['secondImports'] },
);

inPage(
  'a panel that could not be loaded, and a visitor who gives up: nothing opens later',
  ({ page }) =>
    onBrokenPage(page, async ({ run }) => {
      await run(() => chat().hide());
      await eventually(() => run(() => button('Open chat')));
    }),
  { path: null, timeout: 60_000 },
);

onChat(
  'an address that is none fails at once, and is not tried again by itself',
  async ({ run, until }) => {
    await until(() => all('.input').length === 1);
    await run(() => send('Hello?'));
    await until(() => told.some(([name]) => name === 'fail'));
    const [, { error }] = await run(() => told.find(([name]) => name === 'fail'));
    assert.deepEqual(error, { code: 'UNKNOWN', retryable: false });
  },
  { attributes: { open: '', 'websocket-url': 'https://[' } },
);
