// Where an error of whoever calls the sandbox comes up: at their line, not at one of the bundle's.

/** The same error, as if it had come up where `call` was made. */
function pointingTo(call, error) {
  Object.setPrototypeOf(call, Object.getPrototypeOf(error));
  call.message = error.message;
  if (error.code) call.code = error.code;
  call.stack = call.stack.replace(/^.*\n?/u, () => `${call.name}: ${call.message}\n`);
  return call;
}

/**
 * For what answers with a promise.
 *
 * @template {(...given: any[]) => Promise<any>} Work
 * @param {Work} work
 * @returns {Work}
 */
export function pointingLater(work) {
  const called = (...given) => {
    // Of an error that nobody catches Node prints where it was made, so it is made here.
    const call = new Error('');
    Error.captureStackTrace(call, called);
    return work(...given).catch((error) => {
      throw pointingTo(call, error);
    });
  };
  return /** @type {Work} */ (called);
}

/**
 * For functions that answer at once.
 *
 * @template {Record<string, (...given: any[]) => any>} Functions
 * @param {Functions} functions
 * @returns {Functions}
 */
export function pointing(functions) {
  const around = (work) =>
    function called(...given) {
      try {
        return work(...given);
      } catch (error) {
        Error.captureStackTrace(error, called);
        throw error;
      }
    };
  return /** @type {Functions} */ (
    Object.fromEntries(Object.entries(functions).map(([name, work]) => [name, around(work)]))
  );
}
