// Each request as a row in time: queued, sent, first update, completed.
import { h } from '../page/dom.js';
import { createTrack } from './track.js';

const SHOWN = 12;

const TONES = { completed: 'good', failed: 'bad', cancelled: 'bad' };

export const ms = (value) => {
  if (value === undefined) return '';
  if (value >= 9_995) return `${(value / 1000).toFixed(1)} s`;
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
};

/** @returns {import('./track.js').Part[]} */
function partsOf({ calledAt, sentAt, firstUpdateAt, settledAt }, now) {
  const end = settledAt ?? now;
  const sent = sentAt ?? end;
  const first = firstUpdateAt ?? end;
  return [
    { kind: 'queued', from: calledAt, to: sent },
    { kind: 'waiting', from: sent, to: first },
    { kind: 'answering', from: first, to: end },
  ].filter(({ from, to }) => to > from);
}

function stepsOf({ calledAt, sentAt, firstUpdateAt, settledAt, state }) {
  const after = (at) => at !== undefined && ms(at - calledAt);
  return [
    ['stepQueued', '0 ms'],
    ['stepSent', after(sentAt)],
    ['stepFirst', after(firstUpdateAt)],
    [`step-${state}`, after(settledAt)],
  ].filter(([, time]) => time);
}

function createLine(record) {
  const pill = h('span', { class: 'pill', translate: 'no' });
  const track = createTrack();
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
    track.node,
    steps,
    error,
  );
  let painted = '';
  return {
    node,
    paint(axis, now) {
      track.paint(axis, partsOf(record, now));
      const key = JSON.stringify([record.state, record.updates, record.sentAt, record.firstUpdateAt]);
      if (key === painted) return;
      painted = key;
      pill.textContent = record.state;
      pill.dataset.tone = TONES[record.state] ?? 'busy';
      steps.replaceChildren(
        ...stepsOf(record).map(([name, time]) => h('span', {}, h('span', { say: name }), ' ', h('b', {}, time))),
        h('span', { say: ['updates', record.updates] }),
      );
      error.hidden = !record.error;
      error.textContent = record.error ? `${record.error.code}: ${record.error.message}` : '';
    },
  };
}

/** @param {import('./recorder.js').Recorder} recorder */
export function createRequests(recorder) {
  const lines = new Map();
  const list = h('ol', { class: 'request-lines', role: 'list', label: 'requests' });
  return {
    node: list,
    /** @param {import('./axis.js').Axis} axis @param {number} now */
    paint(axis, now) {
      const shown = recorder.requests.slice(-SHOWN);
      for (const [record, { node }] of lines) {
        if (shown.includes(record)) continue;
        node.remove();
        lines.delete(record);
      }
      for (const record of shown) {
        if (!lines.has(record)) {
          lines.set(record, createLine(record));
          list.prepend(lines.get(record).node);
        }
        lines.get(record).paint(axis, now);
      }
    },
  };
}
