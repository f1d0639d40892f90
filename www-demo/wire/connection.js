// What the client says about itself: its connection, and its metrics where it has them.
import { h } from '../page/dom.js';
import { tell } from '../page/language.js';

const TONES = { open: 'good', closed: 'bad', offline: 'bad', idle: '' };

const shown = (value) => (typeof value === 'number' ? String(Math.round(value * 10) / 10) : String(value ?? '–'));

/** Nested figures as one list: `firstUpdateMs p50 / p95`. */
function flat(value, path = '') {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  if ('p50' in value && 'p95' in value) return [[`${path} p50 / p95`, `${shown(value.p50)} / ${shown(value.p95)}`]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key));
}

const since = (at) => `${Math.max(0, Math.round((Date.now() - at) / 1000))} s`;

/** @param {import('./recorder.js').Recorder} recorder */
export function createConnection(recorder) {
  const pill = h('span', { class: 'pill', translate: 'no' });
  const retry = h('p', { class: 'countdown', hidden: true });
  const facts = h('dl', { class: 'facts' });
  const metrics = h('dl', { class: 'facts' });
  const noMetrics = h('p', { class: 'muted' });
  let retryAt = 0;

  const list = (node, entries) => {
    node.replaceChildren(...entries.flatMap(([name, value]) => [name, h('dd', {}, shown(value))]));
  };

  const paintRetry = ({ state }) => {
    const rest = retryAt - performance.now();
    retry.hidden = state !== 'waiting';
    if (rest > 0) tell(retry, 'nextAttemptIn', Math.ceil(rest / 100) / 10);
    else tell(retry, 'nextAttemptNow');
  };

  return {
    node: h(
      'section',
      { class: 'card', 'aria-labelledby': 'wire-connection' },
      h('h3', { class: 'heading', id: 'wire-connection', say: 'connection' }),
      h('p', {}, pill),
      retry,
      facts,
      h('h4', {}, 'metrics()'),
      metrics,
      noMetrics,
    ),
    /** The delay is told by the connection or by the event, whichever comes. */
    waitFor(delayMs) {
      if (delayMs > 0 && delayMs < Infinity) retryAt = performance.now() + delayMs;
    },
    paint() {
      const { client } = recorder;
      const connection = client?.connection ?? { state: 'idle' };
      pill.textContent = connection.state;
      pill.dataset.tone = TONES[connection.state] ?? 'busy';
      paintRetry(connection);
      list(facts, [
        [h('dt', { say: 'transport' }), connection.transport],
        [h('dt', { say: 'inThisState' }), connection.since === undefined ? '–' : since(connection.since)],
        [h('dt', { say: 'attempts' }), recorder.reconnects],
        [h('dt', { say: 'ofNobody' }), connection.unmatchedMessages ?? 0],
      ]);
      const figures = typeof client?.metrics === 'function' ? flat(client.metrics()) : undefined;
      list(
        metrics,
        (figures ?? []).map(([name, value]) => [h('dt', {}, name), value]),
      );
      noMetrics.hidden = figures !== undefined;
      tell(noMetrics, client ? 'noMetrics' : 'noClient');
    },
  };
}
