// How the wasm is started: when the first of its functions is called, not when the package is imported.
import { __wbg_set_wasm } from 'optave:glue';
import { named } from 'optave:imports';

/**
 * Lets the glue have the wasm that `instantiate` answers the exports of, as soon as it calls one. If that fails, the next
 * call tries again. Answers a function that does not wait for the first call. `begin` is told the exports before any is
 * called.
 */
export function startWith(instantiate, begin) {
  let exports;
  const start = () => {
    if (exports) return exports;
    const made = named(instantiate());
    __wbg_set_wasm(made);
    begin?.(made);
    try {
      made.__wbindgen_start?.();
    } catch (error) {
      __wbg_set_wasm(unstarted);
      throw error;
    }
    return (exports = made);
  };
  const unstarted = new Proxy({}, { get: (_, name) => start()[name] });
  __wbg_set_wasm(unstarted);
  return start;
}
