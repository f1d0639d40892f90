// The wire view: every request in time, every envelope, the connection, and the faults to break it with. It records
// from the first moment, and paints only while it is open.
import { h } from '../page/dom.js';
import { createConnection } from './connection.js';
import { createEnvelopes } from './envelopes.js';
import { createOutbound } from './outbound.js';
import { Recorder } from './recorder.js';
import { createRequests } from './requests.js';
import { createSwitches } from './switches.js';

const TICK_MS = 100;
const IDLE_TICK_MS = 1000;

/** @param {HTMLElement} host @param {import('optave-web-sdk/chat').OptaveChat} chat */
export function createWire(host, chat) {
  const recorder = new Recorder();
  const outbound = createOutbound(recorder);
  const requests = createRequests(recorder);
  const envelopes = createEnvelopes(recorder);
  const connection = createConnection(recorder);
  const switches = createSwitches();
  let isVisible = false;
  let timer = 0;

  const follow = (client) => {
    recorder.observe(client);
    client.on('state', ({ state, retryInMs }) => {
      connection.waitFor(retryInMs);
      if (state === 'open') outbound.lookAgain();
    });
    client.on('reconnecting', ({ delayMs } = {}) => connection.waitFor(delayMs));
  };
  chat.addEventListener('optave-client', ({ detail: { client } }) => follow(client));
  if (chat.client) follow(chat.client);

  const paint = () => {
    clearTimeout(timer);
    timer = 0;
    if (!isVisible) return;
    const isGrowing = requests.paint();
    envelopes.paint();
    connection.paint();
    // What counts, counts on; a quiet connection is looked at once a second.
    const isCounting = isGrowing || recorder.client?.connection.state === 'waiting';
    timer = setTimeout(paint, isCounting ? TICK_MS : IDLE_TICK_MS);
  };
  let isAsked = false;
  recorder.addEventListener('change', () => {
    if (!isVisible || isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      paint();
    });
  });

  host.append(
    h('h2', { class: 'visually-hidden' }, 'Wire'),
    h('div', { class: 'wire-main' }, requests.node, envelopes.node),
    h('div', { class: 'wire-side' }, connection.node, switches.node),
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
