// Every envelope, out and in, newest first; each opens to the JSON that it is.
import { cutText } from '../page/cut.js';
import { h } from '../page/dom.js';
import { bytesOf } from './recorder.js';
import { ms } from './requests.js';

const SHOWN = 100;
const MOST_LETTERS = 60_000;
const ARROWS = { out: '↑', in: '↓' };
const COLUMNS = ['time', 'envelope', 'state', 'latency', 'correlationId', 'size'];

// The same in every language, as a log has it.
const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

const textOf = (body) => (typeof body === 'string' ? body : JSON.stringify(body, null, 2));
const tail = (id) => (id ? `…${id.slice(-8)}` : 'none');

function sizeOf({ bytes, body }) {
  if (body === undefined) return '';
  const size = bytes ?? bytesOf(body);
  return size < 1024 ? `${size} B` : `${(size / 1024).toFixed(1)} KB`;
}

function createEnvelope(message) {
  const { id, direction, at } = message;
  const cells = Object.fromEntries(
    ['state', 'latency', 'correlation', 'size'].map((name) => [name, h('td', { class: name })]),
  );
  const open = h(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': `body-${id}` },
    h('span', { class: `arrow ${direction}`, 'aria-hidden': 'true' }, ARROWS[direction]),
    h('span', { class: 'visually-hidden', say: direction }),
    message.name,
  );
  const row = h(
    'tr',
    {},
    h('td', { class: 'time' }, clock.format(performance.timeOrigin + at)),
    h('td', {}, open),
    ...Object.values(cells),
  );
  const json = h('pre', { dir: 'ltr', tabindex: '0', role: 'region', label: 'envelopeJson' });
  const whole = cutText(json, MOST_LETTERS);
  const missing = h('p', { class: 'muted', say: 'notLoggedYet' });
  const body = h('tr', { id: `body-${id}`, hidden: true }, h('td', { colspan: '6' }, missing, json, whole.more));
  const show = () => {
    json.hidden = message.body === undefined;
    missing.hidden = !json.hidden;
    if (!json.hidden) whole.show(textOf(message.body));
  };
  open.addEventListener('click', () => {
    body.hidden = !body.hidden;
    open.setAttribute('aria-expanded', String(!body.hidden));
    show();
  });
  let painted = '';
  return {
    nodes: [row, body],
    paint() {
      const { state, correlationId, latencyMs, bytes } = message;
      const key = [state, correlationId, latencyMs, bytes, message.body === undefined].join();
      if (key === painted) return;
      painted = key;
      row.dataset.state = state;
      cells.state.textContent = state;
      cells.latency.textContent = ms(latencyMs);
      cells.correlation.textContent = tail(correlationId);
      cells.correlation.title = correlationId ?? '';
      cells.size.textContent = sizeOf(message);
      if (!body.hidden) show();
    },
  };
}

/** @param {import('./recorder.js').Recorder} recorder */
export function createEnvelopes(recorder) {
  const rows = new Map();
  const body = h('tbody');
  const table = h(
    'table',
    { 'aria-labelledby': 'wire-envelopes' },
    h('thead', {}, h('tr', {}, ...COLUMNS.map((name) => h('th', { scope: 'col', say: `column-${name}` })))),
    body,
  );
  const frame = h(
    'div',
    { class: 'table-frame', tabindex: '0', role: 'region', 'aria-labelledby': 'wire-envelopes' },
    table,
  );
  const empty = h('p', { class: 'muted', say: 'noEnvelopes' });
  return {
    node: h(
      'section',
      { class: 'card envelopes' },
      h('h3', { class: 'heading', id: 'wire-envelopes', say: 'envelopes' }),
      empty,
      frame,
    ),
    paint() {
      const shown = recorder.messages.slice(-SHOWN);
      empty.hidden = shown.length > 0;
      frame.hidden = !empty.hidden;
      const kept = new Set(shown);
      for (const [message, { nodes }] of rows) {
        if (kept.has(message)) continue;
        nodes.forEach((node) => node.remove());
        rows.delete(message);
      }
      for (const message of shown) {
        if (!rows.has(message)) {
          rows.set(message, createEnvelope(message));
          body.prepend(...rows.get(message).nodes);
        }
        rows.get(message).paint();
      }
    },
  };
}
