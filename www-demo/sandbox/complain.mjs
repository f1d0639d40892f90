// What goes wrong in the sandbox itself is told to whoever runs it in one line: an uncaught error would end their process
// and show them a line of the bundle.

export function complain(where, error) {
  const what = String(error?.message ?? error).replace(/\s+/gu, ' ');
  process.stderr.write(`sandbox: ${where}: ${what} (a fault of the sandbox, not of your code; please report it)\n`);
}

/**
 * Work that nobody waits for: what it throws is told, and then `after` has its turn.
 *
 * @param {string} where
 * @param {(...given: any[]) => unknown} work
 * @param {() => void} after
 */
export const guarded =
  (where, work, after) =>
  async (...given) => {
    try {
      await work(...given);
    } catch (error) {
      complain(where, error);
      after();
    }
  };
