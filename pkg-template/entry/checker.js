// Strict validation as the clients call it. Not an entry of the package's: they load it themselves.
import { check } from 'optave:glue';
import { startWith } from './start.js';

/** What is wrong with a value, a text each. */
function faultsOf(kind, value) {
  try {
    return check(kind, value);
  } catch (error) {
    // It threw, or is larger than memory: nobody has looked at it, so nobody may rely on it.
    return [`it cannot be checked: ${error}`];
  }
}

/** Starts the module once; answers what checks with it. */
export function starter(instantiate) {
  const start = startWith(instantiate);
  return () => {
    start();
    return faultsOf;
  };
}
