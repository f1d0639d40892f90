// Faults of single frames. Each is a stage in a connection's pipeline.
import { padded } from '../messages.mjs';
import { choice, count, duration, option, selection, selector, size } from './options.mjs';

const direction = choice(['in', 'out', 'both'], 'from the client, to it, or both', 'out');

/** Puts one stage per direction in place; each direction counts for itself. */
const along =
  (make) =>
  (connection, { direction: side = 'out', ...options }) => {
    const sides = side === 'both' ? ['in', 'out'] : [side];
    const stages = sides.map((name) => {
      const { handle, flush } = make(options);
      return connection[name].add(handle, flush);
    });
    return () => stages.forEach((remove) => remove());
  };

/** A stage that looks at the frames it hits and lets everything else through. */
const each = (make) =>
  along((options) => {
    const isHit = selector(options);
    const hit = make(options);
    return { handle: (item, next) => (item.end || !isHit() ? next(item) : hit(item, next)) };
  });

const swallow = each(() => (item) => item.lose?.());

const duplicate = each(({ copies }) => (item, next) => {
  for (let left = copies; left > 0; left -= 1) next(item);
});

/** One queue, so that a frame that is not hit cannot overtake one that is. */
const delay = along(({ ms, ...options }) => {
  const isHit = selector(options);
  const waiting = [];
  let timer;
  let lastDue = 0;
  const release = (all = false) => {
    clearTimeout(timer);
    while (waiting.length && (all || waiting[0].due <= performance.now())) {
      const { item, next } = waiting.shift();
      next(item);
    }
    if (waiting.length) timer = setTimeout(release, waiting[0].due - performance.now());
  };
  return {
    handle(item, next) {
      const now = performance.now();
      lastDue = Math.max(lastDue, now + (!item.end && isHit() ? ms : 0));
      if (!waiting.length && lastDue <= now) return next(item);
      waiting.push({ item, next, due: lastDue });
      if (waiting.length === 1) timer = setTimeout(release, lastDue - now);
      return undefined;
    },
    flush: () => release(true),
  };
});

const reorder = along(({ group, waitMs, ...options }) => {
  const isHit = selector(options);
  let held = [];
  let timer;
  const release = () => {
    clearTimeout(timer);
    const all = held.reverse();
    [held, timer] = [[], undefined];
    for (const { item, next } of all) next(item);
  };
  return {
    handle(item, next) {
      if (item.end || !isHit()) {
        release();
        return next(item);
      }
      held.push({ item, next });
      if (held.length === group) return release();
      timer ??= setTimeout(release, waitMs);
      return undefined;
    },
    flush: release,
  };
});

const half = (data) => Buffer.from(data).subarray(0, Math.floor(Buffer.byteLength(data) / 2));

const GARBAGE = {
  text: () => ({ data: 'no JSON at all' }),
  binary: () => ({ data: Buffer.from([0xff, 0x00, 0xfe, 0x01]), binary: true }),
  array: () => ({ data: '[]' }),
  truncated: ({ data }) => ({ data: half(data), binary: false }),
  // The protocol itself forbids this one: a correct client ends the connection with 1007.
  utf8: () => ({ data: Buffer.from([0x22, 0xc3, 0x28, 0x22]), binary: false }),
};

const garbage = each(({ what, when }) => (item, next) => {
  if (when === 'after') next(item);
  next(GARBAGE[what](item));
  if (when === 'before') next(item);
});

function filled(data, bytes) {
  if (typeof data === 'string') return padded(data, bytes);
  return Buffer.concat([data, Buffer.alloc(Math.max(0, bytes - data.length))]);
}

const oversize = each(({ bytes, content }) => (item, next) => {
  if (content === 'answer') return next({ ...item, data: filled(item.data, bytes) });
  next({ data: padded('', bytes) });
  return next(item);
});

function trickle(connection, { bytes, ms }) {
  const ending = new AbortController();
  const pace = { size: bytes, ms, signal: ending.signal };
  const remove = connection.out.add((item, next) => next(item.end ? item : { ...item, trickle: pace }));
  return () => {
    remove();
    ending.abort();
  };
}

export const FRAME_FAULTS = [
  {
    name: 'swallow',
    place: 'connection',
    does: 'Frames vanish, pings and close frames do not. `in`: they are read and logged, but never answered. `out`: they are never sent.',
    options: { direction: { ...direction, default: 'both' }, ...selection },
    attach: swallow,
  },
  {
    name: 'delay',
    place: 'connection',
    does: 'Frames come later; their order stays.',
    options: { ms: duration('how much later'), direction, ...selection },
    attach: delay,
  },
  {
    name: 'duplicate',
    place: 'connection',
    does: 'Frames come more than once: sent again, or answered again.',
    options: { copies: option({ type: 'integer', minimum: 2 }, 'how often in all', 2), direction, ...selection },
    attach: duplicate,
  },
  {
    name: 'reorder',
    place: 'connection',
    does: 'Frames are held until a group is complete, which then goes on in reverse order.',
    options: {
      group: option({ type: 'integer', minimum: 2 }, 'how many frames are turned around', 2),
      waitMs: duration('an incomplete group goes on, turned around, after this time', 100),
      direction,
      ...selection,
    },
    attach: reorder,
  },
  {
    name: 'garbage',
    place: 'connection',
    does: 'Sends what is no message: text that is not JSON, a binary frame, a JSON array, half of the frame, or text that is not UTF-8.',
    options: {
      what: choice(Object.keys(GARBAGE), 'what is sent', 'text'),
      when: choice(['before', 'after', 'instead'], 'before each frame, after it, or in its place', 'before'),
      ...selection,
    },
    attach: garbage,
  },
  {
    name: 'oversize',
    place: 'connection',
    does: 'Sends frames of at least so many bytes: the frame itself, filled up with blanks, or one of meaningless text before it.',
    options: {
      bytes: size('how many bytes'),
      content: choice(['answer', 'text'], 'the frame itself, or text before it', 'answer'),
      ...selection,
    },
    attach: oversize,
  },
  {
    name: 'trickle',
    place: 'connection',
    does: 'The bytes of each frame dribble out in small TCP segments.',
    options: {
      bytes: count('bytes per piece', 1),
      ms: duration('between two pieces', 1, 1),
    },
    attach: trickle,
  },
];
