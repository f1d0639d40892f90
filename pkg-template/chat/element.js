// <optave-chat>: a support chat in the corner of a page. What a page loads with this is the button and what was said
// before; panel and SDK come when the visitor is about to open it, and only then is anything sent.
//
// What it has for a page stands in pkg-template/types/chat.d.ts.
import { chatPanel, chatPeople, index } from 'optave:beside';
import { Attempts } from './attempts.js';
import { mirror, TEXTS } from './attributes.js';
import { changeOf, Conversation } from './conversation.js';
import { keyOf } from './key.js';
import { isConcerned } from './standing.js';
import { baseSheets } from './styles/base.js';
import { peekUnread, readTabState, writeTabState } from './tab-state.js';
import { launcherTexts } from './texts/launcher.js';
import { createLauncher } from './views/launcher.js';

/** @typedef {import('optave-web-sdk/chat').OptaveChat} PublicChat */

/** On a server there are no elements. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

const NOTHING = Object.freeze({});
const NONE = Object.freeze(/** @type {string[]} */ ([]));

/**
 * The properties that no attribute has, with what they are where the page has set nothing.
 *
 * @satisfies {Partial<PublicChat>}
 */
const PROPERTIES = {
  // All chats of a page have the same ones, so nobody may write into them.
  options: NOTHING,
  resources: NOTHING,
  customer: NOTHING,
  texts: NOTHING,
  starters: NONE,
  imageHosts: NONE,
  renderers: NOTHING,
  upload: null,
  history: null,
  agents: null,
};

export class OptaveChat extends Base {
  static observedAttributes = ['lang', 'heading', 'open', 'theme'];

  static {
    for (const name of /** @type {(keyof typeof PROPERTIES)[]} */ (Object.keys(PROPERTIES))) {
      Object.defineProperty(this.prototype, name, {
        /** @this {OptaveChat} */
        get() {
          return this.#given[name];
        },
        /** @this {OptaveChat} @param {any} value */
        set(value) {
          const { id } = this.#given.customer;
          this.#given[name] = value ?? PROPERTIES[name];
          // Each customer has a conversation of their own.
          if (name === 'customer' || name === 'history') this.#store?.follow();
          if (!this.#store && id && id !== this.#given.customer.id) this.conversation.clear();
          this.#panel?.refresh();
          if (name === 'agents') this.#resume();
        },
        enumerable: true,
        configurable: true,
      });
    }
  }

  #given = /** @type {Record<string, any>} */ ({ ...PROPERTIES });
  conversation = new Conversation();

  /** @type {ReturnType<typeof import('./panel.js').createPanel> | undefined} */
  #panel;
  /** @type {import('./tab-state.js').TabState | undefined} */
  #tab;
  /** One that the page has made. @type {PublicChat['client']} */
  #ownClient = null;
  /** @type {ReturnType<typeof import('./store.js').createStore> | undefined} */
  #store;
  /** @type {ReturnType<typeof import('./attention.js').createAttention> | undefined} */
  #attention;
  /** @type {Promise<typeof import('./chat-panel.js')> | undefined} */
  #module;
  /** @type {import('./session.js').ChatSession | undefined} */
  #session;
  #takesFocus = true;
  #isPutBack = false;
  #openedAt = 0;
  #opening = new Attempts(
    async () => {
      const panel = await this.#loadPanel();
      // Closed again, or taken away, while the panel was loaded.
      if (this.open && this.isConnected) panel.open({ focus: this.#wantsFocus && this.#mayTakeFocus });
    },
    () => this.#showLauncher(),
  );
  #wantsFocus = false;
  /** What had the focus when it was asked to open. @type {Element | null} */
  #focused = null;
  #toldUnread = 0;
  /** When a new conversation began that the store has not seen. @type {number | undefined} */
  #anew;
  #launcher = createLauncher({
    onToggle: () => (this.#opening.failures ? this.#opening.now() : this.toggleAttribute('open')),
    onIntent: () => this.#public.preload !== 'none' && this.#warmUp({ withSdk: true }),
  });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    this.#adoptSheets();
    root.append(this.#launcher.node);
    this.conversation.addEventListener('change', (event) => {
      const { kind, message } = changeOf(event);
      const { messages, threadId, unread } = this.conversation;
      // What one customer has not sent is not shown to the next.
      if (kind === 'reset' && messages.length === 0 && this.#tab?.thread !== threadId) this.#keepTab({ draft: '' });
      // Another tab may have called, too.
      if (kind === 'reset' || message?.agent) this.#resume();
      if (unread === this.#toldUnread) return;
      this.#toldUnread = unread;
      this.#showLauncher();
      this.#tell('optave-unread', { unread });
    });
    this.#keepWhatWasSet();
  }

  connectedCallback() {
    if (this.#tab) return; // only moved
    this.#tab = readTabState(this.#key);
    const { customer, history } = this.#public;
    if (!history) this.conversation.setUnread(peekUnread(keyOf(this.#public, customer.id)));
    this.#showLauncher();
    // Put back after it was taken away.
    if (this.#module)
      this.#load().then(
        () => this.#resume(),
        () => {},
      );
    // Open from the start, or from before a reload: nobody has asked for the focus.
    this.#takesFocus = false;
    if (this.open) this.#open();
    else this.open = this.#tab.open;
    this.#takesFocus = true;
    const { preload } = this.#public;
    if (preload !== 'none' && preload !== 'intent') whenIdle(() => this.isConnected && this.#warmUp());
  }

  disconnectedCallback() {
    // An element that is only moved is back before this runs.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (name === 'theme') this.#adoptSheets();
    // Of what the markup says before it is connected, connecting takes care.
    if (!this.#tab || this.#isPutBack || before === after) return;
    if (name === 'open') {
      if (before === null) this.#open();
      else if (after === null) this.#close();
    } else if (name !== 'theme') this.#rebuild();
  }

  get client() {
    return this.#ownClient ?? this.#session?.client ?? null;
  }

  set client(client) {
    if (client === this.#ownClient) return;
    // What is under way with the one before cannot end with this one.
    this.#endSession();
    this.#ownClient = client;
    this.#rebuild();
    this.#resume();
  }

  get language() {
    const tag =
      this.#public.options.session?.interface?.language ||
      this.lang ||
      /** @type {HTMLElement | null} */ (this.closest('[lang]'))?.lang;
    return tag || navigator.language || 'en';
  }

  show() {
    this.open = true;
  }

  hide() {
    this.open = false;
  }

  async ready() {
    return (await this.#startSession()).ready();
  }

  /** @param {string} text */
  async send(text) {
    const said = String(text ?? '').trim();
    if (said) (await this.#startSession()).ask(said);
  }

  /** @param {Parameters<PublicChat['params']>[0]} [extra] */
  async params(extra) {
    const { requestParams } = await this.#load();
    await this.#store?.ready;
    return requestParams(this.#public, extra);
  }

  reset() {
    this.conversation.clear();
    if (this.#store) return;
    // What was kept goes as soon as there is what keeps it.
    this.#anew = Date.now();
    this.#load().catch(() => {});
  }

  async transcript() {
    const { transcriptOfChat } = await this.#loadAll();
    return transcriptOfChat(this.#public);
  }

  #open() {
    this.#wantsFocus = this.#takesFocus;
    this.#focused = document.activeElement;
    if (!this.#tell('optave-open')) return this.#putBack(false);
    if (!this.open) return; // closed by who was told
    this.#openedAt ||= performance.now();
    this.#keepTab({ open: true });
    this.#attention?.look();
    this.#opening.now();
  }

  #close() {
    if (!this.#tell('optave-close')) return this.#putBack(true);
    if (this.open) return;
    const hadFocus = this.#hasFocus;
    this.#keepTab({ open: false });
    this.#opening.stop();
    this.#panel?.close();
    this.#showLauncher();
    if (hadFocus) this.#launcher.node.focus();
  }

  /** In it, or in what the page has put into it. */
  get #hasFocus() {
    return this.shadowRoot?.activeElement !== null || this.contains(document.activeElement);
  }

  /** Whoever has gone elsewhere while the panel was loaded stays there. */
  get #mayTakeFocus() {
    return [document.body, this.#focused].includes(document.activeElement) || this.#hasFocus;
  }

  /** A conversation with a person goes on, be the chat open or not. */
  #resume() {
    if (this.#session) this.#session.people.resume();
    else if (this.isConnected && isConcerned(this.#public.agents, this.conversation.messages))
      this.#startSession().catch(() => {});
  }

  /** The page has said no to what the attribute asked for. @param {boolean} open */
  #putBack(open) {
    this.#isPutBack = true;
    this.open = open;
    this.#isPutBack = false;
  }

  /** The file with the panel; an attempt that failed is made again by the next call. */
  #load() {
    this.#module ??= chatPanel().catch((error) => {
      this.#module = undefined;
      throw error;
    });
    return this.#module.then((module) => {
      if (this.isConnected) this.#keep(module);
      return module;
    });
  }

  /** And with it what was said before, and the texts of the language that is wanted then. */
  async #loadAll() {
    const module = await this.#load();
    /** @type {string} */
    let language;
    do {
      language = this.language;
      await Promise.all([this.#store?.ready, module.loadTexts(language)]);
    } while (language !== this.language);
    return module;
  }

  /** From now on the conversation is kept, and what is not seen is counted. @param {typeof import('./chat-panel.js')} module */
  #keep({ createAttention, createStore }) {
    this.#attention ??= createAttention(this.#public);
    this.#store ??= createStore(this.#public, () => this.#attention?.look(), this.#anew);
    this.#anew = undefined;
  }

  /** @param {Partial<import('./tab-state.js').TabState>} changes */
  #keepTab = (changes) => {
    if (this.#tab) writeTabState(this.#key, Object.assign(this.#tab, changes));
  };

  /** Of what belongs to the tab, whoever the customer is. */
  get #key() {
    return keyOf(this.#public);
  }

  /** Fetches what the first opening needs; whether that worked is known when it is needed. */
  #warmUp({ withSdk = false } = {}) {
    this.#load().then(
      ({ loadTexts }) => loadTexts(this.language),
      () => {},
    );
    if (withSdk && !this.#ownClient) index().catch(() => {});
  }

  async #startSession() {
    const wasConnected = this.isConnected;
    const { ChatSession } = await this.#loadAll();
    if (wasConnected && !this.isConnected) throw new Error('The chat was taken out of the page.');
    this.#session ??= new ChatSession({
      chat: this.#public,
      tell: this.#tell,
      makeClient: () => this.#makeClient(),
      Attempts,
      loadPeople: chatPeople,
    });
    return this.#session;
  }

  async #loadPanel() {
    const [{ createPanel }, session] = await Promise.all([this.#load(), this.#startSession()]);
    if (this.#panel) return this.#panel;
    this.#panel = createPanel({
      chat: this.#public,
      tell: this.#tell,
      session,
      tab: this.#tab ?? { open: true, draft: '' },
      keepTab: this.#keepTab,
      openedAt: this.#openedAt,
    });
    this.#adoptSheets();
    // Before the launcher, so that the order of the keyboard is the order on the screen.
    this.shadowRoot?.prepend(this.#panel.node);
    return this.#panel;
  }

  async #makeClient() {
    const { createClient } = await this.#load();
    const client = this.#ownClient ?? (await createClient(this.#public));
    this.#tell('optave-client', { client });
    return client;
  }

  /** Another language, another client: the panel is built anew around the same conversation. */
  #rebuild() {
    this.#showLauncher();
    if (!this.#panel) return;
    const hadFocus = this.#panel.node.contains(this.shadowRoot?.activeElement ?? null);
    this.#panel.stop();
    this.#panel = undefined;
    this.#wantsFocus = hadFocus;
    if (this.open) this.#opening.now();
  }

  #adoptSheets() {
    if (!this.shadowRoot) return;
    this.shadowRoot.adoptedStyleSheets = [...baseSheets(this.getAttribute('theme')), ...(this.#panel?.sheets ?? [])];
  }

  #showLauncher() {
    const { unread } = this.conversation;
    const hasFailed = this.#opening.failures > 0;
    this.#launcher.show({ isOpen: this.#public.open, hasFailed, unread, texts: launcherTexts(this.#public) });
  }

  /**
   * Tells the page; answers whether it lets it happen.
   *
   * @type {import('./tell.js').Tell}
   */
  #tell = (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }));

  /** This element with all that it has for a page, accessors of attributes included. */
  get #public() {
    return /** @type {PublicChat & { conversation: Conversation }} */ (/** @type {unknown} */ (this));
  }

  /** Properties from before the element was defined hide the accessors of its class. */
  #keepWhatWasSet() {
    const own = ['client', 'open', ...Object.keys(PROPERTIES), ...TEXTS];
    for (const name of own) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  #end() {
    this.#store?.stop();
    this.#opening.stop();
    this.#attention?.stop();
    this.#store = this.#attention = this.#tab = undefined;
    this.#panel?.stop();
    this.#panel = undefined;
    this.#endSession();
  }

  #endSession() {
    const made = this.#session?.client;
    this.#session?.end();
    this.#session = undefined;
    if (made !== this.#ownClient) made?.cleanup();
  }
}

mirror(OptaveChat);

/** @param {() => void} work */
function whenIdle(work) {
  const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
  if (connection?.saveData) return;
  const wait = () =>
    'requestIdleCallback' in globalThis ? requestIdleCallback(work, { timeout: 10_000 }) : setTimeout(work, 3000);
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, { once: true });
}
