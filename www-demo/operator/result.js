// The result of one action, below the reply that it is about.
import { cutText, fillList } from '../page/cut.js';
import { h } from '../page/dom.js';
import { tell } from '../page/language.js';

const MOST_OFFERS = 10;

// What a customer may be sent as it is; the others are for the operator.
const FOR_CUSTOMERS = new Set(['adjust', 'translate', 'recommend']);

/** @param {{ onSend: (result: object) => void, onRetry: () => void }} actions */
export function createResult({ onSend, onRetry }) {
  const title = h('h3');
  const latency = h('span', { class: 'muted' });
  const waiting = h('p', { say: 'waitingForAnswer' });
  const text = h('p', { class: 'result-text', dir: 'auto' });
  const whole = cutText(text);
  const offers = h('ol', { class: 'result-offers' });
  const error = h('p', { class: 'result-error', hidden: true });
  const buttons = h('div', { class: 'result-buttons' });
  const node = h(
    'article',
    { class: 'result', 'aria-busy': 'true' },
    h('header', {}, title, latency),
    waiting,
    text,
    whole.more,
    offers,
    error,
    buttons,
  );
  const close = h('button', { type: 'button', class: 'quiet', say: 'dismiss', onclick: () => leave() });

  /** The focus goes to what is next to it, not to the top of the page. */
  const leave = () => {
    const next = node.parentElement.parentElement.querySelector('button');
    node.remove();
    next?.focus();
  };
  const done = (result) => {
    const send = h('button', {
      type: 'button',
      class: 'primary',
      say: 'sendToCustomer',
      onclick: () => onSend(result),
    });
    buttons.replaceChildren(...(FOR_CUSTOMERS.has(result.action) ? [send, close] : [close]));
  };
  const failed = (reason) => {
    const { code = 'UNKNOWN', retryable, message = String(reason) } = reason ?? {};
    error.textContent = `${code}: ${message}`;
    // The SDK knows whether the same request may succeed.
    const retry = h('button', { type: 'button', say: 'tryAgain', onclick: () => onRetry() });
    buttons.replaceChildren(...(retryable ? [retry, close] : [close]));
  };

  return {
    node,
    /** @param {import('./desk.js').Result} result */
    show(result) {
      const { state, totalMs, offers: found } = result;
      node.dataset.state = state;
      node.setAttribute('aria-busy', String(state === 'waiting' || state === 'streaming'));
      tell(title, ...result.title);
      latency.textContent = totalMs === undefined ? '' : `${Math.round(totalMs)} ms`;
      waiting.hidden = state !== 'waiting';
      whole.show(found.length ? '' : result.text);
      text.hidden = text.textContent === '';
      error.hidden = state !== 'failed';
      offers.hidden = !found.length;
      fillList(offers, found, (offer) => h('li', {}, h('b', {}, offer.title), ` ${offer.reason}`), MOST_OFFERS);
      if (state === 'waiting') buttons.replaceChildren();
      if (state === 'done') done(result);
      if (state === 'failed') failed(result.error);
    },
  };
}
