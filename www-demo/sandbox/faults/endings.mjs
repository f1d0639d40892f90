// Faults that end a connection, or that leave it open and lifeless.
import { count, duration, flag, how, option, optional, reason } from './options.mjs';

const TRIGGERS = {
  framesIn: optional(count('when the n-th frame from now on has come in, before it is answered')),
  framesOut: optional(count('when the n-th frame from now on has gone out')),
  inFrame: optional(count('in the middle of the n-th frame out from now on')),
  ageMs: optional(duration('when the connection is so old')),
};

/** Without any trigger: now. */
const isImmediate = (options) => Object.keys(TRIGGERS).every((name) => options[name] === undefined);
const defaultTo = (options) => (isImmediate(options) ? 'present' : 'all');

/** Ends a connection when the first of the triggers says so. */
const ending = (endOf) => (connection, options) => {
  const end = endOf(options);
  if (isImmediate(options)) {
    connection.end(end);
    return () => {};
  }
  const undo = [];
  const { framesIn, framesOut, inFrame, ageMs } = options;
  if (framesIn !== undefined) {
    let seen = 0;
    const stage = (item, next) => {
      seen += 1;
      next(item);
      if (seen === framesIn) connection.end(end);
    };
    undo.push(connection.in.add(stage));
  }
  if (framesOut !== undefined || inFrame !== undefined) {
    let seen = 0;
    const stage = (item, next) => {
      if (item.end) return next(item);
      seen += 1;
      if (seen === inFrame) return next({ ...item, cut: { bytes: options.bytes, ...end } });
      next(item);
      return seen === framesOut ? next({ end }) : undefined;
    };
    undo.push(connection.out.add(stage));
  }
  if (ageMs !== undefined) {
    const timer = setTimeout(() => connection.end(end), connection.openedAt + ageMs - Date.now());
    undo.push(() => clearTimeout(timer));
  }
  return () => undo.forEach((work) => work());
};

function halfOpen(connection, { reads }) {
  const release = connection.ws.withhold(['data', 'pong', 'close', ...(reads ? [] : ['read'])]);
  const remove = connection.in.add(({ lose }) => lose());
  return () => {
    remove();
    release();
  };
}

export const ENDINGS = [
  {
    name: 'close',
    place: 'connection',
    does: 'Closes with a close frame: now, or when the first of its triggers comes true.',
    options: {
      code: option(
        { type: ['integer', 'null'], minimum: 0, maximum: 65_535 },
        'any code, also one that no close frame may carry; null sends none, which the client sees as 1005',
        1000,
      ),
      reason,
      ...TRIGGERS,
    },
    defaultTo,
    attach: ending(({ code, reason: text }) => ({ close: { code, reason: text } })),
  },
  {
    name: 'kill',
    place: 'connection',
    does: 'Cuts TCP without a close frame: now, or when the first of its triggers comes true. With `ageMs` it is the front end that cuts every connection at a given age.',
    options: {
      how,
      ...TRIGGERS,
      bytes: optional(count('with `inFrame`: so many bytes of the frame, its head included, go out; else half of it')),
    },
    defaultTo,
    attach: ending(({ how: manner }) => ({ kill: manner })),
  },
  {
    name: 'half-open',
    place: 'connection',
    does: 'TCP stays, the server is gone: nothing is sent any more, pongs and close frames included. When it is cleared, the server answers a close frame that came meanwhile; frames that came meanwhile stay unanswered.',
    options: {
      reads: flag('false: nothing is read either, so that what the client sends piles up on its side', true),
    },
    attach: halfOpen,
  },
  {
    name: 'withhold',
    place: 'connection',
    does: 'Frames pass, but pings get no pong, or a close frame no reply.',
    options: { pong: flag('withholds pongs', true), close: flag('withholds the reply to a close frame', true) },
    attach: (connection, { pong, close }) => connection.ws.withhold([pong && 'pong', close && 'close'].filter(Boolean)),
  },
];
