// One row of the conversation. It is built once and painted again whenever its message changes; while an answer
// grows, only what is new is added.
import { isPending, speakerOf } from '../conversation.js';
import { opensGroup } from '../days.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { failureText, needsPerson } from '../errors.js';
import { safeUrl, withoutControls } from '../safe-url.js';
import { createOfferCards } from './offers.js';
import { createActions } from './parts/actions.js';
import { createFiles } from './parts/files.js';
import { rendered } from './parts/rendered.js';
import { createReplies } from './parts/replies.js';
import { createSources, linkCitations } from './parts/sources.js';
import { createText } from './parts/text.js';

/**
 * @typedef {import('optave-web-sdk/chat').ChatMessage} Message
 * @typedef {import('optave-web-sdk/chat').ChatParts} Parts
 * @typedef {import('../texts/index.js').Texts} Texts
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {number} at @param {string} language */
function timeOf(at, language) {
  const format = formats.get(language) ?? new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  formats.set(language, format);
  return format.format(at);
}

/** What is read: a recommendation is its offers, and what is said of each stands on its card. @param {Message} message @param {Texts} texts */
export const saidIn = ({ text, action, offers }, texts) =>
  offers?.length && action === 'recommend' ? texts.offersTitle : text;

const dots = () => h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));

/** @param {Message} message @param {Texts} texts @returns {string} */
function noteOf({ role, action, state, error, waiting }, texts) {
  if (state === 'failed' || state === 'stopped') return failureText(error, texts);
  if (waiting) return texts.waitingToSend;
  if (role !== 'system' || action !== 'elevate') return '';
  return state === 'done' ? texts.personComing : texts.askingForPerson;
}

/**
 * @param {Message} message
 * @param {object} parts
 * @param {Texts} parts.texts
 * @param {string} parts.language
 * @param {import('../tell.js').Chat} parts.chat
 * @param {import('../tell.js').Tell} parts.tell
 * @param {(message: Message) => void} parts.onRetry
 * @param {(text: string) => void} parts.onSend
 * @param {() => void} parts.onPerson
 * @param {() => boolean} parts.canCallPerson
 */
export function createMessageRow(message, { texts, language, chat, tell, onRetry, onSend, onPerson, canCallPerson }) {
  const { role } = message;
  const meta = h('p', { class: 'meta', part: 'meta' });
  const speaker = h('span', { class: 'visually-hidden' });
  // What the team writes may be what the assistant has drafted.
  const isMarkdown = role === 'bot' || role === 'operator';
  const text = createText({ isMarkdown, texts, chat, onGrown: () => linkSources?.() });
  const bubble = h('div', { class: 'bubble', part: `bubble bubble-${role}` }, speaker, text.node);
  const extras = h('div', { class: 'extras' });
  const note = h('div', { class: 'note', part: 'note' });
  const node = h('li', { class: `row row-${role}`, part: `message message-${role}` }, meta, bubble, extras, note);
  /** @type {{ note?: string, first?: boolean }} */
  const painted = {};

  /** @param {Message} message @param {Message | undefined} before */
  const paintMeta = (message, before) => {
    const first = opensGroup(message, before);
    if (first === painted.first) return;
    painted.first = first;
    node.classList.toggle('first', first);
    const name = withoutControls(speakerOf(message, texts));
    speaker.textContent = texts.said(name);
    const time = h('time', { dir: 'auto', datetime: new Date(message.at).toISOString() }, timeOf(message.at, language));
    if (role === 'system') meta.replaceChildren();
    else meta.replaceChildren(...(role === 'user' ? [time] : [h('span', { class: 'name' }, name), time]));
    meta.hidden = !first || role === 'system';
  };

  /** What the page has rendered, where it has. @type {Node | undefined} */
  let own;
  /** @param {Message} message */
  const paintText = (message) => {
    const { state, error } = message;
    node.dataset.state = state;
    const said = saidIn(message, texts);
    // An offer that failed has no text of its own: then its note says it all.
    bubble.hidden = !said && (role === 'system' || error !== undefined || state === 'done');
    const isOwn = isMarkdown && state !== 'typing' && said && said === message.text;
    const made = isOwn ? rendered('text', said, message, chat) : undefined;
    if (made !== own) (own ?? text.node).parentNode?.replaceChild(made ?? text.node, own ?? text.node);
    own = made;
    if (state === 'typing') text.wait(dots());
    else if (!own) text.paint(said, role === 'user' || !isPending(message));
  };

  /** The parts below the text, by their names: what they were made from, and the node. @type {Map<string, { from: unknown, node: Node }>} */
  const below = new Map();
  /**
   * @template Part
   * @param {string} name
   * @param {Part | undefined} part
   * @param {(part: Part) => Node | undefined} make
   */
  const paintBelow = (name, part, make) => {
    const before = below.get(name);
    if (before?.from === part) return;
    before?.node.parentNode?.removeChild(before.node);
    below.delete(name);
    const made = part && make(part);
    if (!made) return;
    below.set(name, { from: part, node: made });
    extras.append(made);
  };
  /**
   * A part that the page may render.
   *
   * @template {'offers' | 'sources' | 'files'} Name
   * @param {Name} name
   * @param {Message} message
   * @param {(part: NonNullable<Message[Name]>) => Node | undefined} make
   */
  const paintPart = (name, message, make) => {
    const part = message[name];
    paintBelow(name, part?.length ? part : undefined, (part) => {
      const list = /** @type {Parts[Name]} */ (part);
      return rendered(name, list, message, chat) ?? make(part);
    });
  };

  /** @type {(() => void) | undefined} */
  let linkSources;
  /** @param {NonNullable<Message['sources']>} sources */
  const sourcesBelow = (sources) => {
    const linked = text.links();
    // What the text links to needs no second mention, unless a number leads to it, or may in what is not shown yet.
    const shown =
      text.citations().length || text.isCut() ? sources : sources.filter(({ url }) => !linked.has(safeUrl(url) ?? ''));
    if (!shown.length) return undefined;
    const { node, reveal } = createSources(shown, texts);
    linkSources = () => linkCitations(text.citations(), shown, texts, reveal);
    linkSources();
    return node;
  };

  const actions = role === 'bot' ? createActions(message, { texts, chat, tell }) : undefined;
  /** @param {Message} message */
  const paintExtras = (message) => {
    if (isPending(message) && role !== 'user') return;
    paintPart('files', message, (files) => createFiles(files, { texts, language }));
    paintPart('offers', message, (offers) => createOfferCards(offers, { texts, language, chat }));
    paintPart('sources', message, sourcesBelow);
    const { suggestions, state } = message;
    const isAnswer = actions && state === 'done' && message.text !== '' && message.action !== 'recommend';
    paintBelow('actions', isAnswer ? actions : undefined, ({ node }) => node);
    actions?.paint(message);
    paintBelow('suggestions', suggestions?.length ? suggestions : undefined, (replies) =>
      createReplies({ replies, name: 'suggestion', label: texts.suggestions, onSend }),
    );
  };

  /** @param {Message} message */
  const paintNote = (message) => {
    const text = noteOf(message, texts);
    const canRetry = (message.state === 'failed' || message.state === 'stopped') && message.error?.retryable;
    const isError = message.state === 'failed';
    const canCall = isError && message.action !== 'elevate' && needsPerson(message.error) && canCallPerson();
    const key = `${text}|${canRetry}|${canCall}`;
    if (key === painted.note) return;
    painted.note = key;
    const retry = h(
      'button',
      { type: 'button', class: 'retry', part: 'retry', onclick: () => onRetry(message) },
      icon('retry'),
      texts.retry,
    );
    const person = h(
      'button',
      { type: 'button', class: 'to-person', part: 'to-person', onclick: onPerson },
      icon('person'),
      texts.talkToPerson,
    );
    note.classList.toggle('error', isError);
    note.replaceChildren(
      ...[h('span', { dir: 'auto' }, isError && icon('alert'), text), canRetry && retry, canCall && person].filter(
        (child) => !!child,
      ),
    );
    note.hidden = !text;
  };

  /** The page is told, and can go there in its own way, or not at all. @param {MouseEvent} event */
  const onFollow = (event) => {
    const followed = event.target instanceof Element && event.target.closest('a');
    if (!followed || (event.type === 'auxclick' && event.button !== 1)) return;
    const { href: url, textContent: label } = followed;
    const about = chat.conversation.get(message.id) ?? message;
    if (!tell('optave-link', { url, label, message: about })) event.preventDefault();
  };
  node.addEventListener('click', onFollow);
  node.addEventListener('auxclick', onFollow);

  return {
    node,
    /** @param {Message} message @param {Message} [before] */
    paint(message, before) {
      paintMeta(message, before);
      paintText(message);
      paintExtras(message);
      paintNote(message);
    },
  };
}
