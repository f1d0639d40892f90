// What the server saw, added up over a run of any length: the sandbox's log is emptied each time it was read.

/** @param {import('../../www-demo/sandbox/control.mjs').Control} control */
export function createServerBooks(control) {
  const keys = new Map();
  const ids = new Map();
  const total = { tokensReused: 0, handshakes: 0, framesReceived: 0, framesInvalid: 0, restRequests: 0 };

  const enter = ({ correlationId, idempotencyKey }) => {
    const key = keys.get(idempotencyKey) ?? { times: 0, id: correlationId };
    key.times += 1;
    keys.set(idempotencyKey, key);
    const id = ids.get(correlationId) ?? { times: 0, key: idempotencyKey };
    id.times += 1;
    ids.set(correlationId, id);
    // Protection against running twice works only while both stay together.
    if (key.id !== correlationId || id.key !== idempotencyKey) total.torn = (total.torn ?? 0) + 1;
  };

  return {
    read() {
      const counts = control.counts();
      if (counts.trimmed > 0) throw new Error('the log of the sandbox ran over: read it more often');
      for (const name of Object.keys(total)) total[name] += counts[name] ?? 0;
      control
        .log()
        .frames.filter(({ valid }) => valid)
        .forEach(enter);
      control.clearLog();
    },
    /** How often a request arrived. */
    arrivals: (correlationId) => ids.get(correlationId)?.times ?? 0,
    total: () => ({
      torn: 0,
      ...total,
      /** The same request once more, which its idempotency key says. */
      again: [...keys.values()].reduce((sum, { times }) => sum + times - 1, 0),
    }),
  };
}
