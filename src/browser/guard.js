// Calls into wasm, and what becomes of those that are cut off.
import { OptaveError } from './error.js';

// So many calls deep there has to be room on the stack: more than the way through the crate and the browser's functions
// takes. An overflow that happens before wasm is entered is the page's own, and costs nobody anything.
const LEVELS = 150;

/** Looks whether there is that room, while nothing has begun. */
export const descend = (levels = LEVELS) => (levels > 0 ? descend(levels - 1) + 1 : 0);

let stack = { value: 0 };

/**
 * Wasm keeps a second stack, in its memory, and `global` is where that ends. A call that is cut off does not put it back;
 * if nobody did, some hundred of those would use it up, for all clients.
 */
export function keepStack(global) {
  stack = global;
}

/** Calls wasm, and puts its stack back where that is cut off. */
export function enter(work, self, given) {
  const before = stack;
  const { value } = before;
  try {
    return work.apply(self, given);
  } catch (thrown) {
    // Of the stack that there was: the first call starts the wasm.
    before.value = value;
    throw thrown;
  }
}

/** Ends a client, which may be cut off as well: then once more, from the beginning of the stack. */
export function end(fail, self, thrown) {
  const ending = () => enter(fail, self, [thrown]);
  try {
    ending();
  } catch {
    queueMicrotask(ending);
  }
}

/** A callback of the browser's, which calls from the beginning of the stack; it tells `fail` what cut it off. */
export const guarded = (callback, fail) => (value) => {
  try {
    enter(callback, undefined, [value]);
  } catch (thrown) {
    end(fail, undefined, thrown);
  }
};

/** The same for one that the page may call, from however deep down. */
export function guardedOfPage(callback, fail) {
  const call = guarded(callback, fail);
  return (value) => {
    descend();
    call(value);
  };
}

export const callGuarded = (work, fail) => guarded(work, fail)();

const meant = new WeakSet();

/** That a listener is no function: an error of the language's, but thrown on purpose. */
export function typeError(message) {
  const error = new TypeError(message);
  meant.add(error);
  return error;
}

/** Whether what was thrown is an answer, rather than what cut the call off. */
export const isMeant = (thrown) => thrown instanceof OptaveError || meant.has(thrown);
