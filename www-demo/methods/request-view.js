// One request as the page shows it: its state, the reply as it grows, every update, and how it ended.
import { asText, element, showError } from './dom.js';

const TONES = { completed: 'good', failed: 'bad', cancelled: 'bad' };

const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export function createRequestView(action) {
  const started = performance.now();
  let updates = 0;

  const pill = element('span', { className: 'pill', textContent: 'sending' });
  const id = element('span', { className: 'id muted' });
  const latency = element('span', { className: 'muted' });
  const cancel = element('button', { type: 'button', className: 'quiet', textContent: 'Cancel' });
  cancel.setAttribute('aria-label', `Cancel ${action}`);
  const reply = element('p', { className: 'reply', hidden: true });
  const error = element('div', { className: 'error', hidden: true });
  const rows = element('tbody');
  const number = (textContent) => element('th', { scope: 'col', className: 'number', textContent });
  const heading = (textContent) => element('th', { scope: 'col', textContent });
  const head = element('tr', {}, number('After'), heading('Superpower'), heading('State'), heading('Text'));
  const table = element('table', {}, element('thead', {}, head), rows);
  const count = element('summary', { textContent: 'No updates yet' });
  const list = element('details', {}, count, element('div', { className: 'table' }, table));
  const raw = element('pre', { tabIndex: 0 });
  const data = element('details', { hidden: true }, element('summary', { textContent: 'response.data' }), raw);
  const node = element(
    'li',
    { className: 'request' },
    element('div', { className: 'request-head' }, element('h3', { textContent: action }), pill, latency, cancel),
    id,
    reply,
    error,
    list,
    data,
  );

  const elapsed = () => performance.now() - started;
  const finish = (state) => {
    pill.textContent = state;
    pill.dataset.tone = TONES[state];
    latency.textContent = `after ${ms(elapsed())}`;
    cancel.hidden = true;
    // A button that vanishes under the keyboard would lose the focus to the page's start.
    if (document.activeElement === cancel) count.focus();
  };

  return {
    node,
    /** The promise is there; it can be cancelled. */
    sent(request) {
      id.textContent = request.correlationId ?? '';
      cancel.addEventListener('click', () => request.cancel());
    },
    update({ actionType, state, text }) {
      updates += 1;
      if (updates === 1) list.open = true;
      count.textContent = updates === 1 ? '1 update' : `${updates} updates`;
      const cell = (textContent, className = '') => element('td', { textContent: textContent ?? '', className });
      const row = element('tr', {}, cell(ms(elapsed()), 'number'), cell(actionType), cell(state), cell(text));
      row.dataset.state = state ?? '';
      rows.append(row);
      if (pill.dataset.tone === undefined) pill.textContent = 'answering';
      if (text && state !== 'error' && actionType === action.toLowerCase()) {
        reply.hidden = false;
        reply.textContent = text;
      }
    },
    completed(response) {
      finish('completed');
      raw.textContent = asText(response.data, 2);
      data.hidden = false;
      return `${action} completed after ${ms(elapsed())}`;
    },
    failed(reason) {
      finish(reason?.code === 'REQUEST_CANCELLED' ? 'cancelled' : 'failed');
      showError(error, reason);
      return `${action} ${pill.textContent}: ${reason?.message ?? reason}`;
    },
    /** Cancelling has no effect where there is nothing to cancel. */
    cancel,
  };
}
