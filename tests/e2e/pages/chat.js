// What the tests of the chat use inside the page: the element with a back office that does as it is told, and what both
// have told the page.
import '/pkg/chat.js';

const EVENTS = ['open', 'close', 'client', 'send', 'answer', 'fail', 'handover', 'agent'];

/** What the page was told, without the objects behind it. */
const told = [];
/** What the back office was told. */
const office = { desks: [], messages: [], typing: [], ended: 0, fails: {} };

const agents = {
  connect(desk) {
    office.desks.push(desk);
    if (office.fails.connect) throw new Error('the back office is down');
    return () => (office.ended += 1);
  },
  async onMessage({ text }) {
    if (office.fails.onMessage) throw new Error('the back office is deaf');
    office.messages.push(text);
  },
  onTyping(isTyping) {
    if (office.fails.onTyping) throw new Error('the back office is blind');
    office.typing.push(isTyping);
  },
};

const plain = ({ message, error, agent, state, text }) =>
  JSON.parse(JSON.stringify({ text: text ?? message?.text, role: message?.role, error, agent, state }));

/** Puts the element into the page, as a page does that is about to show it. */
function place(attributes = {}, properties = {}) {
  const chat = document.createElement('optave-chat');
  const given = {
    'websocket-url': '/ws',
    'token-url': '/api/optave/ws-ticket',
    'organization-id': 'f7e8d9c0-b1a2-4456-8890-123456789abc',
    ...attributes,
  };
  for (const [name, value] of Object.entries(given)) if (value !== null) chat.setAttribute(name, value);
  Object.assign(chat, properties);
  for (const name of EVENTS) {
    chat.addEventListener(`optave-${name}`, ({ detail }) => told.push([name, plain(detail ?? {})]));
  }
  document.body.append(chat);
  return chat;
}

const chat = () => document.querySelector('optave-chat');
const all = (selector) => [...chat().shadowRoot.querySelectorAll(selector)];
const isShown = (node) => node?.checkVisibility?.() ?? Boolean(node?.getClientRects().length);

Object.assign(window, {
  told,
  office,
  agents,
  place,
  chat,
  all,
  /** The newest desk. */
  desk: () => office.desks.at(-1),
  /** The texts of what can be seen. */
  texts: (selector) =>
    all(selector)
      .filter(isShown)
      .map(({ textContent }) => textContent),
  button: (name) =>
    all('button').find((node) => isShown(node) && (node.ariaLabel || node.textContent).trim().startsWith(name)),
  write(text) {
    const [input] = all('.input');
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  },
  send(text) {
    window.write(text);
    all('.composer')[0].requestSubmit();
  },
});
window.isReady = true;
