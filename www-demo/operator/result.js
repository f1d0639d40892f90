// The result of one action, below the reply that it is about.
import { h } from '../page/dom.js';

// What a customer may be sent as it is; the others are for the operator.
const FOR_CUSTOMERS = new Set(['adjust', 'translate', 'recommend']);

/** @param {{ onSend: (result: object) => void, onRetry: () => void }} actions */
export function createResult({ onSend, onRetry }) {
  const title = h('h3');
  const latency = h('span', { class: 'muted' });
  const text = h('p', { class: 'result-text', dir: 'auto' });
  const offers = h('ol', { class: 'result-offers' });
  const error = h('p', { class: 'result-error', hidden: true });
  const buttons = h('div', { class: 'result-buttons' });
  const node = h(
    'article',
    { class: 'result', 'aria-busy': 'true' },
    h('header', {}, title, latency),
    text,
    offers,
    error,
    buttons,
  );
  const close = h('button', { type: 'button', class: 'quiet', onclick: () => leave() }, 'Dismiss');

  /** The focus goes to what is next to it, not to the top of the page. */
  const leave = () => {
    const next = node.parentElement.parentElement.querySelector('button');
    node.remove();
    next?.focus();
  };
  const done = (result) => {
    const send = h('button', { type: 'button', class: 'primary', onclick: () => onSend(result) }, 'Send to customer');
    buttons.replaceChildren(...(FOR_CUSTOMERS.has(result.action) ? [send, close] : [close]));
  };
  const failed = (reason) => {
    const { code = 'UNKNOWN', retryable, message = String(reason) } = reason ?? {};
    error.textContent = `${code}: ${message}`;
    const retry = h('button', { type: 'button', onclick: () => onRetry() }, 'Try again');
    buttons.replaceChildren(...(retryable ? [retry, close] : [close]));
  };

  return {
    node,
    /** @param {import('./desk.js').Result} result */
    show(result) {
      const { state, totalMs, offers: found } = result;
      node.dataset.state = state;
      node.setAttribute('aria-busy', String(state === 'waiting' || state === 'streaming'));
      title.textContent = result.title;
      latency.textContent = totalMs === undefined ? '' : `${Math.round(totalMs)} ms`;
      text.textContent = found.length ? '' : state === 'waiting' ? 'Waiting for the answer…' : result.text;
      text.hidden = text.textContent === '';
      error.hidden = state !== 'failed';
      offers.hidden = !found.length;
      if (found.length) {
        offers.replaceChildren(...found.map((offer) => h('li', {}, h('b', {}, offer.title), ` ${offer.reason}`)));
      }
      if (state === 'done') done(result);
      if (state === 'failed') failed(result.error);
    },
  };
}
