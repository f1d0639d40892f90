// The demo's page for tests that look at the widget from within: by plain selectors in its tree, the keyboard, and
// functions that run in the page. What was stored before can be given to the page.
import { eventually, inPage } from './helper.mjs';
import { demo, PACE } from './widget-helper.mjs';

const PATIENCE_MS = 20_000;

/** The widget of a page, by selectors. `run` evaluates a function in that page. */
export function plainChat({ page, run }) {
  const come = (look, what) => eventually(look, what, PATIENCE_MS);
  const chat = {
    come,
    texts: (selector) =>
      run((selector) => {
        const root = document.querySelector('optave-chat')?.shadowRoot;
        const isShown = (node) => node.checkVisibility?.() ?? node.getClientRects().length > 0;
        return [...(root?.querySelectorAll(selector) ?? [])].filter(isShown).map((node) => node.textContent);
      }, selector),
    count: async (selector) => (await chat.texts(selector)).length,
    shown: (selector, what = selector) => come(async () => (await chat.count(selector)) > 0, `${what} is shown`),
    gone: (selector, what = selector) => come(async () => (await chat.count(selector)) === 0, `${what} is gone`),
    attribute: (selector, name) =>
      run(
        ([selector, name]) =>
          document.querySelector('optave-chat').shadowRoot.querySelector(selector).getAttribute(name),
        [selector, name],
      ),
    async click(selector, text) {
      await chat.shown(selector);
      await run(
        ([selector, text]) => {
          const all = [...document.querySelector('optave-chat').shadowRoot.querySelectorAll(selector)];
          all.find((node) => !text || node.textContent.includes(text)).click();
        },
        [selector, text],
      );
    },
    focus: (selector) =>
      run((selector) => document.querySelector('optave-chat').shadowRoot.querySelector(selector).focus(), selector),
    focused: () =>
      run(() => document.querySelector('optave-chat').shadowRoot.activeElement?.className.split(' ')[0] ?? ''),
    async open() {
      await run(() => document.querySelector('optave-chat').show());
      await chat.shown('.input');
    },
    async write(text) {
      await chat.focus('.input');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    async ask(text) {
      const before = await chat.count('.row-bot[data-state="done"]');
      await chat.write(text);
      await come(async () => (await chat.count('.row-bot[data-state="done"]')) > before, 'the answer');
    },
    /** By the menu of the header. */
    async choose(label) {
      await chat.click('.menu-button');
      await chat.click('.menu-item', label);
    },
    /** The size of something, in pixels. */
    box: (selector) =>
      run((selector) => {
        const { left, top, width, height } = document
          .querySelector('optave-chat')
          .shadowRoot.querySelector(selector)
          .getBoundingClientRect();
        return { left, top, width, height };
      }, selector),
  };
  return chat;
}

/**
 * A test on the demo's page, looked at from within.
 *
 * @param {string} name
 * @param {(test: { page: object, run: (work: Function | string, argument?: unknown) => Promise<any>, chat: ReturnType<typeof plainChat>, control: object, consoleLines: object[] }) => Promise<void>} body
 * @param {{ open?: boolean, timeout?: number, stored?: [string, string], hash?: string }} [options] `stored`: what is in localStorage
 */
export function onPlain(name, body, { open = true, timeout = 60_000, stored } = {}) {
  const work = async (test) => {
    const { page, run } = test;
    const { control } = demo;
    control.reset();
    control.config(PACE);
    // What was kept before is taken from a page that does not write it again when it is left.
    await page.goto(`${demo.url}/nothing-here`);
    await run((stored) => {
      sessionStorage.clear();
      localStorage.clear();
      if (stored) localStorage.setItem(...stored);
    }, stored);
    await page.goto(`${demo.url}/`);
    const chat = plainChat(test);
    await chat.come(() => run(() => document.querySelectorAll('#prompts button').length > 0), 'the page');
    if (open) await chat.open();
    await body({ ...test, control, chat });
    await page.goto(`${demo.url}/nothing-here`);
    await run(() => (sessionStorage.clear(), localStorage.clear()));
  };
  inPage(name, work, { path: null, timeout });
}

export const ORGANIZATION = 'f7e8d9c0-b1a2-4456-8890-123456789abc';
/** Where the demo's customer finds the conversation. */
export const KEY = `optave-chat:${ORGANIZATION}:customer-4711`;

/** A stored conversation with these messages, as the chat writes it. */
export const stored = (messages, more = {}) => {
  const now = Date.now();
  return JSON.stringify({
    version: 1,
    unread: 0,
    threadId: 'thread',
    began: now - 60_000,
    mode: 'assistant',
    modeAt: 0,
    unreadAt: 0,
    removed: [],
    messages: messages.map((message, index) => ({
      id: `message-${index}`,
      role: index % 2 ? 'bot' : 'user',
      text: `Text ${index}`,
      at: now - 60_000 + index,
      state: 'done',
      changed: now - 60_000 + index,
      ...message,
    })),
    ...more,
  });
};
