// Strict validation as the clients call it. Not an entry of the package's: they load it themselves.
import { check } from 'optave:glue';
import { startWith } from './start.js';

/** Starts the module once; answers what checks with it. */
export function starter(instantiate) {
  const start = startWith(instantiate);
  return () => {
    start();
    return check;
  };
}
