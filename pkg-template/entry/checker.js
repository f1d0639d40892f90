// Strict validation as the clients call it. Not an entry of the package's: they load it themselves.
import { check as linesOf } from 'optave:glue';
import { startWith } from './start.js';

// So many faults make a message; all of them are in the details.
const SHOWN = 5;

/** What is wrong with a value: `details`, a line for each fault, and `note`, the first of them; nothing if it is right. */
function check(kind, value) {
  let lines;
  try {
    lines = linesOf(kind, value);
  } catch (error) {
    // It threw, or is larger than memory: nobody has looked at it, so nobody may rely on it.
    lines = `it cannot be checked (${error})`;
  }
  if (lines === '') return;
  const details = lines.split('\n');
  const more = details.length - SHOWN;
  return { details, note: details.slice(0, SHOWN).join(', ') + (more > 0 ? `, and ${more} more` : '') };
}

/** Starts the module once; answers what checks with it. */
export function starter(instantiate) {
  const start = startWith(instantiate);
  return () => {
    start();
    return check;
  };
}
