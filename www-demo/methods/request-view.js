// One request as the page shows it: its state, the reply as it grows, every update, and how it ended.
import { cutText } from '../page/cut.js';
import { h } from '../page/dom.js';
import { say, tell } from '../page/language.js';
import { asText, showError } from './errors.js';

const TONES = { completed: 'good', failed: 'bad', cancelled: 'bad' };

// A table that went on for ever would be read by nobody.
const MOST_ROWS = 300;
const MOST_LETTERS = 60_000;

const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export function createRequestView(action) {
  const started = performance.now();
  let updates = 0;

  const pill = h('span', { class: 'pill', 'data-tone': 'busy', translate: 'no' }, 'sending');
  const id = h('span', { class: 'id muted' });
  const latency = h('span', { class: 'muted' });
  const cancel = h('button', { type: 'button', class: 'quiet', say: 'cancel', label: ['cancelAction', action] });
  const reply = h('p', { class: 'reply', hidden: true, dir: 'auto' });
  const wholeReply = cutText(reply);
  const error = h('div', { class: 'error', hidden: true });
  const rows = h('tbody');
  const heading = (key, attributes = {}) => h('th', { scope: 'col', say: key, ...attributes });
  const head = h(
    'tr',
    {},
    heading('columnAfter', { class: 'number' }),
    heading('columnSuperpower'),
    heading('column-state'),
    heading('columnText'),
  );
  const table = h('table', {}, h('thead', {}, head), rows);
  const count = h('summary', { say: 'noUpdates' });
  const frame = h('div', { class: 'table', tabindex: '0', role: 'region', label: 'updatesOf' }, table);
  const list = h('details', {}, count, frame);
  const raw = h('pre', { tabindex: '0', role: 'region', label: 'responseData' });
  const wholeData = cutText(raw, MOST_LETTERS);
  const data = h('details', { hidden: true }, h('summary', { translate: 'no' }, 'response.data'), raw, wholeData.more);
  const node = h(
    'li',
    { class: 'request' },
    h('div', { class: 'request-head' }, h('h3', {}, action), pill, latency, cancel),
    id,
    reply,
    wholeReply.more,
    error,
    list,
    data,
  );

  const elapsed = () => performance.now() - started;
  const finish = (state) => {
    pill.textContent = state;
    pill.dataset.tone = TONES[state];
    tell(latency, 'afterTime', ms(elapsed()));
    // A button that vanishes under the keyboard would lose the focus to the page's start.
    const hadFocus = document.activeElement === cancel;
    cancel.hidden = true;
    if (hadFocus) count.focus();
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
      tell(count, 'updates', updates);
      const cell = (content, attributes = {}) => h('td', attributes, content ?? '');
      const row = h('tr', {}, cell(ms(elapsed()), { class: 'number' }), cell(actionType), cell(state), cell(text));
      row.dataset.state = state ?? '';
      rows.append(row);
      if (rows.childElementCount > MOST_ROWS) rows.firstElementChild.remove();
      if (pill.dataset.tone === 'busy') pill.textContent = 'answering';
      if (text && state !== 'error' && actionType === action.toLowerCase()) {
        reply.hidden = false;
        wholeReply.show(text);
      }
    },
    completed(response) {
      finish('completed');
      wholeData.show(asText(response.data, 2));
      data.hidden = false;
      return say('newsCompleted', action, ms(elapsed()));
    },
    failed(reason) {
      finish(reason?.code === 'REQUEST_CANCELLED' ? 'cancelled' : 'failed');
      showError(error, reason);
      return `${action} ${pill.textContent}: ${reason?.message ?? reason}`;
    },
  };
}
