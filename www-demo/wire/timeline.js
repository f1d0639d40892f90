// What went on, on one axis of time: the connection, the tokens, and below them each request.
import { h } from '../page/dom.js';
import { tell } from '../page/language.js';
import { axisOf, SPANS_MS } from './axis.js';
import { createRequests } from './requests.js';
import { createTrack } from './track.js';

const USUAL_SPAN_MS = 30_000;
/** What the connection does while nobody waits for anything: the axis need not go on with it. */
const QUIET = new Set(['open', 'idle', 'closed']);
const TONES = { open: 'open', closed: 'lost', offline: 'lost' };

const LEGEND = ['queued', 'waiting', 'answering', 'open', 'connecting', 'lost', 'token'];

/** @param {import('./recorder.js').Recorder} recorder */
function happenings(recorder, now) {
  const { requests, tokens, states } = recorder;
  const isGrowing = requests.some(({ settledAt }) => settledAt === undefined);
  const isQuiet = !isGrowing && QUIET.has(states.at(-1)?.state ?? 'idle');
  const times = [
    ...requests.flatMap(({ calledAt, settledAt }) => [calledAt, settledAt ?? now]),
    ...tokens.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]),
    ...states.filter(({ state }, index) => index > 0 || state !== 'idle').map(({ at }) => at),
  ];
  if (!times.length) return undefined;
  return { first: Math.min(...times), last: isQuiet ? Math.max(...times) : now, isQuiet };
}

const connectionParts = ({ states }, end) =>
  states
    .map(({ state, at }, index) => ({
      kind: TONES[state] ?? 'connecting',
      state,
      from: at,
      to: states[index + 1]?.at ?? end,
    }))
    .filter(({ state }) => state !== 'idle');

const tokenParts = ({ tokens }) =>
  tokens.map(({ startedAt, endedAt, failed }) => ({ kind: failed ? 'lost' : 'token', from: startedAt, to: endedAt }));

/**
 * @param {import('./recorder.js').Recorder} recorder
 * @param {{ onTry: () => void, onSpan: () => void }} actions
 */
export function createTimeline(recorder, { onTry, onSpan }) {
  const connection = createTrack();
  const tokens = createTrack();
  const requests = createRequests(recorder);
  const span = h(
    'select',
    { onchange: onSpan },
    ...SPANS_MS.map((ms) => h('option', { value: String(ms), say: ['span', ms / 1000] })),
  );
  span.value = String(USUAL_SPAN_MS);

  const ticks = h('div', { class: 'ticks', dir: 'ltr', 'aria-hidden': 'true' });
  const connectionNote = h('span', { class: 'muted' });
  const tokenNote = h('span', { class: 'muted' });
  const row = (key, note, track) =>
    h('div', { class: 'time-row' }, h('p', { class: 'request-head' }, h('b', { say: key }), note), track.node);
  const rows = h(
    'div',
    { class: 'timeline' },
    ticks,
    row('connectionRow', connectionNote, connection),
    row('tokensRow', tokenNote, tokens),
    requests.node,
  );
  const empty = h(
    'div',
    { class: 'nothing' },
    h('p', { say: 'nothingYet' }),
    h('p', { class: 'muted', say: 'nothingYetHow' }),
    h('button', { type: 'button', class: 'primary', say: 'nothingYetTry', onclick: onTry }),
  );
  const legend = h(
    'p',
    { class: 'legend' },
    ...LEGEND.map((kind) => h('span', {}, h('i', { class: `part-${kind}` }), h('span', { say: `legend-${kind}` }))),
  );
  const filled = h('div', { class: 'filled' }, legend, rows);

  const paintTicks = (axis) => {
    const length = axis.to - axis.from;
    rows.style.setProperty('--step', String(axis.stepMs / length));
    ticks.replaceChildren(
      ...axis.ticks.map((at) => {
        const tick = h('span', { say: ['clock', Math.round(performance.timeOrigin + at), axis.stepMs < 1000] });
        tick.style.setProperty('--from', String(axis.shareOf(at)));
        return tick;
      }),
    );
  };
  let paintedAxis = '';

  return {
    node: h(
      'section',
      { class: 'card time-card', 'aria-labelledby': 'wire-timeline' },
      h(
        'div',
        { class: 'heading-line' },
        h('h3', { class: 'heading', id: 'wire-timeline', say: 'timeline' }),
        h('label', {}, h('span', { say: 'shown' }), ' ', span),
      ),
      empty,
      filled,
    ),
    /** @returns {boolean} whether something is still under way and grows by itself */
    paint() {
      const now = performance.now();
      const what = happenings(recorder, now);
      empty.hidden = what !== undefined;
      filled.hidden = !what;
      span.parentElement.hidden = !what;
      if (!what) return false;
      const axis = axisOf({ ...what, spanMs: Number(span.value), origin: performance.timeOrigin });
      const key = `${axis.from} ${axis.to}`;
      if (key !== paintedAxis) paintTicks(axis);
      paintedAxis = key;
      connection.paint(axis, connectionParts(recorder, axis.to));
      tokens.paint(axis, tokenParts(recorder));
      tell(connectionNote, 'code', recorder.client?.connection.state ?? '');
      tell(tokenNote, 'tokensFetched', recorder.tokens.length, recorder.tokens.filter(({ failed }) => failed).length);
      requests.paint(axis, now);
      return !what.isQuiet;
    },
  };
}
