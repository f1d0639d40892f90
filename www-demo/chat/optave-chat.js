// <optave-chat>: a support chat in the corner of a page. This module is all that a page loads until the visitor opens
// the chat; the panel and the SDK come with the first opening, and only then is anything sent.
//
// Attributes: those of `client.js`; `lang`, `theme` (light, dark; else as the system has it), `heading`, `side`
//   (`start` for the other corner), `open`.
// Properties: `options` (any option of OptaveClient, such as tokenProvider), `client` (one of your own), `resources`
//   (links, codes, offers), `customer` (id, name), `conversation`.
// Methods: `show()`, `hide()`, `ready()`, `send(text)`, `reset()`.
// Events: `optave-client` once the client is made, `optave-open`, `optave-close`, `optave-unread`.
import { Conversation } from './conversation.js';
import { ChatSession } from './session.js';
import { createStore } from './store.js';
import { baseSheets } from './styles/base.js';
import { textsFor } from './texts/index.js';
import { createLauncher } from './views/launcher.js';

export class OptaveChat extends HTMLElement {
  static observedAttributes = ['lang', 'heading', 'open'];

  // What the page set before this module had run is kept.
  /** Any options of OptaveClient, over those of the attributes. Read when the client is made. */
  options = this.options ?? {};
  /** What the page knows: links and codes that answers may mention, offers to recommend. */
  resources = this.resources ?? {};
  /** Who writes, if the page knows: `{ id, name }`. */
  customer = this.customer ?? {};
  /** What was said, for whoever wants to follow it; see `conversation.js`. */
  conversation = new Conversation();

  #panel;
  #panelState = { open: false, draft: '' };
  #ownClient;
  #store;
  #takesFocus = true;
  #openedAt = 0;
  #launcher = createLauncher({ onToggle: () => this.toggleAttribute('open') });
  #session = new ChatSession({
    conversation: this.conversation,
    context: () => ({ language: this.language, customer: this.customer, resources: this.resources }),
    makeClient: () => this.#makeClient(),
  });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = baseSheets;
    root.append(this.#launcher.node);
    this.conversation.addEventListener('change', ({ detail: { kind } }) => {
      if (kind !== 'unread' && kind !== 'reset') return;
      this.#showLauncher();
      this.dispatchEvent(new CustomEvent('optave-unread', { detail: { unread: this.conversation.unread } }));
    });
    this.conversation.addEventListener('completed', () => {
      if (!this.open) this.conversation.setUnread(this.conversation.unread + 1);
    });
  }

  connectedCallback() {
    this.#store ??= createStore(
      `optave-chat:${this.getAttribute('organization-id') ?? ''}`,
      this.conversation,
      this.#panelState,
    );
    this.#store.restore();
    this.#showLauncher();
    // Open from the start, or from before a reload: nobody has asked for the focus.
    this.#takesFocus = !this.open && !this.#panelState.open;
    if (this.open) this.#open();
    else this.toggleAttribute('open', this.#panelState.open);
  }

  disconnectedCallback() {
    // An element that is only moved is back before this runs.
    queueMicrotask(() => !this.isConnected && this.#end());
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === 'open') {
      if (before === null) this.#open();
      else if (after === null) this.#close();
    } else this.#reword();
  }

  get open() {
    return this.hasAttribute('open');
  }

  /** The client: one of the page's own if it gave one, else the one that the first opening makes, else null. */
  get client() {
    return this.#ownClient ?? this.#session.client;
  }

  set client(client) {
    this.#ownClient = client;
  }

  /** The language of the texts and of `session.interface.language` in every request. */
  get language() {
    const tag = this.options.session?.interface?.language || this.lang || this.closest('[lang]')?.lang;
    return tag || navigator.language || 'en';
  }

  show() {
    this.toggleAttribute('open', true);
  }

  hide() {
    this.toggleAttribute('open', false);
  }

  /** The client, made now if it is not there yet. */
  ready() {
    return this.#session.ready();
  }

  /** Asks as if the visitor had written it. */
  send(text) {
    return this.#session.ask(text);
  }

  /** A new conversation; what was said is forgotten. */
  reset() {
    this.conversation.clear();
  }

  async #open() {
    const focus = this.#takesFocus;
    this.#takesFocus = true;
    this.#openedAt ||= performance.now();
    this.#panelState.open = true;
    this.#store.saveSoon();
    this.conversation.setUnread(0);
    this.#showLauncher();
    const panel = await this.#loadPanel();
    // Closed again, or taken away, while the panel was loaded.
    if (!this.open || !this.isConnected) return;
    panel.open({ focus });
    this.dispatchEvent(new Event('optave-open'));
  }

  #close() {
    const hadFocus = this.shadowRoot.activeElement !== null;
    this.#panelState.open = false;
    this.#store.saveSoon();
    this.#panel?.close();
    this.#showLauncher();
    if (hadFocus) this.#launcher.node.focus();
    this.dispatchEvent(new Event('optave-close'));
  }

  async #loadPanel() {
    const { createPanel } = await import('./panel.js');
    if (this.#panel) return this.#panel;
    this.#panel = createPanel({
      conversation: this.conversation,
      session: this.#session,
      state: this.#panelState,
      openedAt: this.#openedAt,
      wording: this.#words(),
      resources: () => this.resources,
      onClose: () => this.hide(),
      onDraft: () => this.#store.saveSoon(),
    });
    this.shadowRoot.adoptedStyleSheets = [...baseSheets, ...this.#panel.sheets];
    // Before the launcher, so that the order of the keyboard is the order on the screen.
    this.shadowRoot.prepend(this.#panel.node);
    if (this.client) this.#panel.follow(this.client);
    return this.#panel;
  }

  async #makeClient() {
    const client = this.#ownClient ?? (await import('./client.js').then(({ createClient }) => createClient(this)));
    this.dispatchEvent(new CustomEvent('optave-client', { detail: { client } }));
    this.#panel?.follow(client);
    return client;
  }

  #words() {
    const language = this.language;
    return { language, texts: textsFor(language), heading: this.getAttribute('heading') ?? '' };
  }

  /** Another language: the panel is built anew around the same conversation. */
  async #reword() {
    this.#showLauncher();
    if (!this.#panel) return;
    const hadFocus = this.#panel.node.contains(this.shadowRoot.activeElement);
    this.#panel.stop();
    this.#panel = undefined;
    if (this.open) (await this.#loadPanel()).open({ focus: hadFocus });
  }

  #showLauncher() {
    const { unread } = this.conversation;
    this.#launcher.show({ isOpen: this.open, unread, texts: textsFor(this.language) });
  }

  #end() {
    this.#store?.stop();
    this.#store = undefined;
    this.#panel?.stop();
    this.#panel = undefined;
    const made = this.#session.client;
    this.#session.end();
    if (made !== this.#ownClient) made?.cleanup();
  }
}

if (!customElements.get('optave-chat')) customElements.define('optave-chat', OptaveChat);
