// The wire view: everything on one axis of time, every envelope, the connection, and the faults to break it with. What
// it shows has been recorded from the first moment; it paints only while it is open.
import { h, oncePerFrame } from '../page/dom.js';
import { say } from '../page/language.js';
import { createConnection } from './connection.js';
import { createEnvelopes } from './envelopes.js';
import { createOutbound } from './outbound.js';
import { createSwitches } from './switches.js';
import { createTimeline } from './timeline.js';

const TICK_MS = 100;
const IDLE_TICK_MS = 1000;

/** @param {HTMLElement} host @param {import('optave-web-sdk/chat').OptaveChat} chat @param {import('./recorder.js').Recorder} recorder */
export function createWire(host, chat, recorder) {
  const outbound = createOutbound(recorder);
  const timeline = createTimeline(recorder, {
    onTry() {
      chat.show();
      chat.send(say('firstQuestion'));
    },
    onSpan: () => paint(),
  });
  const envelopes = createEnvelopes(recorder);
  const connection = createConnection(recorder);
  const switches = createSwitches();
  let isVisible = false;
  let timer = 0;

  let followed;
  const follow = (client) => {
    if (!client || client === followed) return;
    followed = client;
    connection.waitFor(client.connection.retryInMs);
    client.on('state', ({ state, retryInMs }) => {
      connection.waitFor(retryInMs);
      if (state === 'open') outbound.lookAgain();
    });
    client.on('reconnecting', ({ delayMs } = {}) => connection.waitFor(delayMs));
  };
  recorder.addEventListener('change', () => follow(recorder.client));
  follow(recorder.client);

  function paint() {
    clearTimeout(timer);
    timer = 0;
    if (!isVisible) return;
    const isGrowing = timeline.paint();
    envelopes.paint();
    connection.paint();
    // What counts, counts on; a quiet connection is looked at once a second.
    timer = setTimeout(paint, isGrowing ? TICK_MS : IDLE_TICK_MS);
  }
  const askToPaint = oncePerFrame(paint);
  recorder.addEventListener('change', () => isVisible && askToPaint());

  host.append(
    h('h2', { class: 'visually-hidden', say: 'wire' }),
    h(
      'div',
      { class: 'wire' },
      timeline.node,
      h('div', { class: 'wire-side' }, connection.node, switches.node),
      envelopes.node,
    ),
  );

  return {
    setVisible(value) {
      isVisible = value;
      outbound.setVisible(value);
      if (value) switches.read();
      paint();
    },
  };
}
