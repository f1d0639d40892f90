// Each request as a line in time: queued, sent, first update, completed.
import { h } from '../page/dom.js';

const SHOWN = 12;
const LEAST_SPAN_MS = 400;

const TONES = { completed: 'good', failed: 'bad', cancelled: 'bad' };

export const ms = (value) => {
  if (value === undefined) return '';
  if (value >= 9_995) return `${(value / 1000).toFixed(1)} s`;
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
};

/** From, to and kind of each part, in milliseconds after the call. */
function partsOf({ calledAt, sentAt, firstUpdateAt, settledAt }, now) {
  const end = (settledAt ?? now) - calledAt;
  const sent = sentAt === undefined ? end : sentAt - calledAt;
  const first = firstUpdateAt === undefined ? end : firstUpdateAt - calledAt;
  return [
    ['queued', 0, sent],
    ['waiting', sent, first],
    ['answering', first, end],
  ].filter(([, from, to]) => to > from);
}

function stepsOf({ calledAt, sentAt, firstUpdateAt, settledAt, state }) {
  const after = (at) => at !== undefined && ms(at - calledAt);
  return [
    ['sent', after(sentAt)],
    ['first update', after(firstUpdateAt)],
    [state, after(settledAt)],
  ].filter(([, time]) => time);
}

function createLine(record) {
  const pill = h('span', { class: 'pill' });
  const bar = h('div', { class: 'bar-line', 'aria-hidden': 'true' });
  const steps = h('p', { class: 'steps-line' });
  const error = h('p', { class: 'line-error', hidden: true });
  const node = h(
    'li',
    { class: 'request-line' },
    h(
      'div',
      { class: 'request-head' },
      h('b', {}, record.action),
      pill,
      h('code', { dir: 'ltr' }, record.correlationId),
    ),
    bar,
    steps,
    error,
  );
  let painted = '';
  return {
    node,
    paint(span, now) {
      const parts = partsOf(record, now);
      const key = JSON.stringify([record.state, record.updates, span, parts]);
      if (key === painted) return;
      painted = key;
      pill.textContent = record.state;
      pill.dataset.tone = TONES[record.state] ?? 'busy';
      bar.replaceChildren(
        ...parts.map(([kind, from, to]) => {
          const part = h('i', { class: `part-${kind}` });
          part.style.setProperty('--from', String(from / span));
          part.style.setProperty('--to', String(to / span));
          return part;
        }),
      );
      const updates = record.updates === 1 ? '1 update' : `${record.updates} updates`;
      steps.replaceChildren(
        ...[['queued', '0 ms'], ...stepsOf(record)].map(([name, time]) => h('span', {}, `${name} `, h('b', {}, time))),
        h('span', {}, updates),
      );
      error.hidden = !record.error;
      error.textContent = record.error ? `${record.error.code}: ${record.error.message}` : '';
    },
  };
}

/** @param {import('./recorder.js').Recorder} recorder */
export function createRequests(recorder) {
  const lines = new Map();
  const empty = h('p', { class: 'muted' }, 'No request yet. Ask something in the chat.');
  const list = h('ol', { class: 'request-lines', role: 'list' });
  const legend = [
    ['queued', 'waits for the connection'],
    ['waiting', 'waits for the first update'],
    ['answering', 'is being answered'],
  ].map(([kind, text]) => h('span', {}, h('i', { class: `part-${kind}` }), text));
  return {
    node: h(
      'section',
      { class: 'card', 'aria-labelledby': 'wire-requests' },
      h('h3', { class: 'heading', id: 'wire-requests' }, 'Requests'),
      h('p', { class: 'legend' }, ...legend),
      empty,
      list,
    ),
    /** @returns {boolean} whether something is still under way and the line grows by itself */
    paint() {
      const now = performance.now();
      const shown = recorder.requests.slice(-SHOWN).reverse();
      empty.hidden = shown.length > 0;
      const took = shown.map(({ calledAt, settledAt }) => (settledAt ?? now) - calledAt);
      // One scale for all, so that one can compare; in steps, so that it does not creep.
      const span = Math.max(LEAST_SPAN_MS, 2 ** Math.ceil(Math.log2(Math.max(1, ...took))));
      for (const [record, { node }] of lines) {
        if (shown.includes(record)) continue;
        node.remove();
        lines.delete(record);
      }
      for (const record of shown.toReversed()) {
        if (!lines.has(record)) {
          lines.set(record, createLine(record));
          list.prepend(lines.get(record).node);
        }
        lines.get(record).paint(span, now);
      }
      return shown.some(({ settledAt }) => settledAt === undefined);
    },
  };
}
