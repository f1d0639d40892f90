// What goes wrong, and when: faults of the sandbox's kit and the page's own network, in a random order that its seed
// repeats. Several may be in force at the same time.
import { setTimeout as wait } from 'node:timers/promises';

// Codes with which servers and front ends close. After 1000 and 1008 no client comes back by itself.
const CODES = [1000, 1001, 1008, 1011, 1012, 1013, 4000, 4999, null];

const frames = (name, options) => (chance) => ({ faults: [{ fault: name, ...options(chance) }] });
const direction = (chance) => chance.of(['in', 'out', 'both']);

/** A fault of handshakes or tokens shows only when somebody connects. */
const reconnecting = (chance, ...faults) => ({
  faults: [...faults, { fault: 'kill', how: chance.of(['fin', 'reset']) }],
});

/**
 * How each is drawn: faults for the sandbox, which end by themselves or after `holdMs`, or the page's network going.
 *
 * @type {Record<string, (chance: ReturnType<typeof import('./chance.mjs').createChance>) =>
 *   { faults?: object[], offline?: boolean, holdMs?: number }>}
 */
export const TROUBLES = {
  kill: (chance) => reconnecting(chance),
  'kill in a frame': frames('kill', (chance) => ({ inFrame: chance.between(1, 5), to: 'present' })),
  close: frames('close', (chance) => ({ code: chance.of(CODES), reason: 'soak' })),
  'close in a frame': frames('close', (chance) => ({ code: 1011, inFrame: chance.between(1, 5), to: 'present' })),
  refuse: (chance) =>
    reconnecting(chance, {
      fault: 'refuse',
      how: chance.of(['status', 'fin', 'reset']),
      status: chance.of([401, 503]),
    }),
  'reject the token': (chance) =>
    reconnecting(chance, { fault: 'reject-token', how: chance.of(['status', 'close']), next: chance.between(1, 4) }),
  'no token': (chance) => reconnecting(chance, { fault: 'token-status', next: chance.between(1, 4) }),
  'slow handshake': (chance) => reconnecting(chance, { fault: 'handshake-delay', ms: chance.between(200, 2_000) }),
  down: (chance) => ({ faults: [{ fault: 'down', how: chance.of(['status', 'reset']) }] }),
  swallow: frames('swallow', (chance) => ({ direction: direction(chance) })),
  'half-open': frames('half-open', (chance) => ({ to: 'present', reads: chance.draw() < 0.7 })),
  delay: frames('delay', (chance) => ({ ms: chance.between(20, 2_500), direction: direction(chance) })),
  garbage: frames('garbage', (chance) => ({
    what: chance.of(['text', 'binary', 'array', 'truncated', 'utf8']),
    when: chance.of(['before', 'after', 'instead']),
    limit: chance.between(1, 6),
  })),
  duplicate: frames('duplicate', (chance) => ({ copies: chance.between(2, 4), direction: direction(chance) })),
  reorder: frames('reorder', (chance) => ({ group: chance.between(2, 6), direction: direction(chance) })),
  trickle: frames('trickle', (chance) => ({ bytes: chance.between(100, 500) })),
  offline: () => ({ offline: true }),
};

const longest = (chance) => (chance.draw() < 0.15 ? chance.between(8_000, 15_000) : chance.between(500, 5_000));

/**
 * Makes trouble until `signal` says stop, then ends all of it. `log` gets each trouble with its times.
 *
 * @param {object} world
 */
export async function makeTrouble({ chance, control, context, log, signal }) {
  const ending = new Set();

  const begin = async () => {
    const name = chance.of(Object.keys(TROUBLES));
    const { faults = [], offline = false } = TROUBLES[name](chance);
    const holdMs = longest(chance);
    const entry = { name, faults, from: Date.now(), until: Infinity };
    log.push(entry);
    const { faults: put } = control.fault(faults);
    if (offline) await context.setOffline(true);
    await wait(holdMs, undefined, { signal }).catch(() => {});
    for (const { id } of put) {
      // Some are over by themselves.
      if (control.faults().active.some((fault) => fault.id === id)) control.clearFaults(id);
    }
    if (offline) await context.setOffline(false);
    entry.until = Date.now();
  };

  while (!signal.aborted) {
    await wait(chance.between(300, 3_500), undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    const running = begin().finally(() => ending.delete(running));
    ending.add(running);
  }
  await Promise.all(ending);
}
