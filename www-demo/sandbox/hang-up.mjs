// What HTTP routes need to answer late, badly, or not at all.

const WITHOUT_BODY = [204, 205, 304];

/** Some statuses must not have a body, not even an empty one. */
export const bodyFor = (status, text) => (WITHOUT_BODY.includes(status) ? null : text);

/** @param {AbortSignal} gone */
export const over = (gone) =>
  new Promise((resolve) => (gone.aborted ? resolve() : gone.addEventListener('abort', resolve, { once: true })));

/** Cuts the connection of a request. */
const sever = (c) => c.env.incoming.socket.destroy();

/** What is under way when its part is severed loses its connection, which the request's own signal tells. */
export const severable = (signalOf, part) => async (c, next) => {
  const severed = signalOf(part);
  const cutOff = () => sever(c);
  severed.addEventListener('abort', cutOff);
  try {
    await next();
  } finally {
    severed.removeEventListener('abort', cutOff);
  }
};

/** Cuts the connection of a request; what it answers reaches nobody. */
export function cut(c) {
  sever(c);
  return c.body(null, 503);
}
