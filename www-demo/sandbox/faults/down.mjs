// The server is down: what is open is cut, and nothing new gets through until it is back up.
import { choice, duration, option, optional, status } from './options.mjs';

const PARTS = ['websocket', 'rest', 'token'];
const partOf = (place) => (place === 'handshake' ? 'websocket' : place);

export const DOWN = {
  name: 'down',
  place: 'server',
  does: 'The server is down until the fault is cleared: open sockets and requests under way are cut, new ones are refused.',
  options: {
    how: choice(
      ['status', 'reset', 'closed'],
      'new ones get the status, a TCP reset, or nobody listens any more, not even the control endpoint (needs `forMs`)',
      'status',
    ),
    status: status('the HTTP status', 503),
    parts: option(
      { type: 'array', items: { enum: PARTS }, minItems: 1, uniqueItems: true },
      `what is down, of ${PARTS.join(', ')}`,
      ['websocket', 'rest'],
    ),
    sockets: choice(['reset', 'fin', 'stay'], 'how open sockets are cut, if at all', 'reset'),
    forMs: optional(duration('back up after this time; else when the fault is cleared')),
  },
  check: ({ how, forMs }) =>
    how === 'closed' && forMs === undefined
      ? 'needs forMs with how "closed": while nobody listens, nobody can be told to come back up'
      : undefined,
  instruct({ how, status: code, parts }, place) {
    if (!parts.includes(partOf(place))) return undefined;
    return how === 'status' ? { status: code, text: '' } : { drop: 'reset' };
  },
  /** @returns {() => void} brings it back up */
  start({ how, parts, sockets, forMs }, { connections, sever, listener, end }) {
    const timer = forMs === undefined ? undefined : setTimeout(end, forMs);
    if (how === 'closed') listener.stop();
    for (const part of parts) sever(part);
    if (parts.includes('websocket') && sockets !== 'stay') {
      for (const connection of connections) connection.end({ kill: sockets });
    }
    return () => {
      clearTimeout(timer);
      if (how === 'closed') listener.start();
    };
  },
};
