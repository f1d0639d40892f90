// One row of the conversation. It is built once and painted again whenever its message changes; while an answer
// grows, only what is new is added.
import { isPending } from '../conversation.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { errorText } from '../errors.js';
import { link, richText } from '../rich-text.js';
import { safeUrl } from '../safe-url.js';
import { createOfferCards } from './offers.js';

// Who speaks again within this time needs no new heading.
const SAME_BREATH_MS = 5 * 60_000;

const formats = new Map();

function timeOf(at, language) {
  if (!formats.has(language)) {
    formats.set(language, new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }));
  }
  return formats.get(language).format(at);
}

const nameOf = ({ role, name }, texts) => name || texts[role === 'user' ? 'you' : role] || '';

const dots = () => h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));

/** A growing text: what it began with stays as it is, so that only the new words fade in. */
function createGrowingText() {
  const node = h('p', { class: 'text', part: 'text', dir: 'auto' });
  let shown = '';
  return {
    node,
    grow(text) {
      if (text === shown) return;
      if (!shown || !text.startsWith(shown)) {
        node.replaceChildren(); // another beginning, or the dots before any
        shown = '';
      }
      node.append(h('span', { class: 'fresh' }, text.slice(shown.length)));
      shown = text;
    },
    finish(nodes) {
      node.replaceChildren(...nodes);
      shown = node.textContent;
    },
  };
}

function noteOf(message, texts) {
  const { role, action, state, error, waiting } = message;
  if (state === 'failed' || state === 'stopped') return texts[errorText(error?.code)];
  if (waiting) return texts.waitingToSend;
  if (role !== 'system' || action !== 'elevate') return '';
  return state === 'done' ? texts.personComing : texts.askingForPerson;
}

export function createMessageRow({ role }, { texts, language, resources, onRetry }) {
  const meta = h('p', { class: 'meta', part: 'meta' });
  const speaker = h('span', { class: 'visually-hidden' });
  const growing = createGrowingText();
  const bubble = h('div', { class: 'bubble', part: `bubble bubble-${role}` }, speaker, growing.node);
  const extras = h('div', { class: 'extras' });
  const note = h('div', { class: 'note', part: 'note' });
  const node = h('li', { class: `row row-${role}`, part: `message message-${role}` }, meta, bubble, extras, note);
  const painted = { text: undefined, state: undefined, note: undefined, first: undefined };

  const paintMeta = (message, before) => {
    const first = before?.role !== message.role || message.at - before.at > SAME_BREATH_MS;
    if (first === painted.first) return;
    painted.first = first;
    node.classList.toggle('first', first);
    const name = nameOf(message, texts);
    speaker.textContent = texts.said(name);
    const time = h('time', { dir: 'auto', datetime: new Date(message.at).toISOString() }, timeOf(message.at, language));
    if (role === 'system') meta.replaceChildren();
    else meta.replaceChildren(...(role === 'user' ? [time] : [h('span', { class: 'name' }, name), time]));
    meta.hidden = !first || role === 'system';
  };

  const paintText = ({ text, state, offers, error }) => {
    if (text === painted.text && state === painted.state) return;
    Object.assign(painted, { text, state });
    node.dataset.state = state;
    bubble.hidden = role === 'system' && !text;
    if (state === 'typing') growing.node.replaceChildren(dots());
    else if (offers?.length) growing.finish([texts.offersTitle]);
    else if (isPending({ state }) && role !== 'user') growing.grow(text);
    else growing.finish(richText(text, resources(), texts));
    // An offer that failed has no text of its own: then its note says it all.
    if (!text && error) bubble.hidden = true;
    else if (role !== 'system') bubble.hidden = false;
  };

  const paintExtras = ({ offers, sources, state }) => {
    if (state !== 'done' || extras.childElementCount) return;
    if (offers?.length) extras.append(createOfferCards(offers, { texts, language }));
    const shown = [...growing.node.querySelectorAll('a')].map(({ href }) => href);
    const rest = (sources ?? []).map(({ url, label }) => [safeUrl(url), label]);
    const links = rest
      .filter(([href]) => href && !shown.includes(href))
      .map(([href, label]) => link(href, label || href));
    if (links.length) extras.append(h('p', { class: 'sources' }, ...links));
  };

  const paintNote = (message) => {
    const text = noteOf(message, texts);
    const canRetry = (message.state === 'failed' || message.state === 'stopped') && message.error?.retryable;
    const key = `${text}|${canRetry}`;
    if (key === painted.note) return;
    painted.note = key;
    const retry = h(
      'button',
      { type: 'button', class: 'retry', part: 'retry', onclick: () => onRetry(message) },
      icon('retry'),
      texts.retry,
    );
    const isError = message.state === 'failed';
    note.classList.toggle('error', isError);
    note.replaceChildren(...[isError && icon('alert'), h('span', {}, text), canRetry && retry].filter(Boolean));
    note.hidden = !text;
  };

  return {
    node,
    paint(message, before) {
      paintMeta(message, before);
      paintText(message);
      paintExtras(message);
      paintNote(message);
    },
  };
}
