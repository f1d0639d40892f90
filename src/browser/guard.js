// Calls into wasm, and what becomes of those that are cut off.
import { OptaveError } from './error.js';

// So many calls deep there has to be room on the stack: more than the way through the crate and the browser's functions
// takes. An overflow that happens before wasm is entered is the page's own, and costs nobody anything.
const LEVELS = 150;

const descend = (levels) => (levels > 0 ? descend(levels - 1) + 1 : 0);

let stack = { value: 0 };

/**
 * Wasm keeps a second stack, in its memory, and `global` is where that ends. A call that is cut off does not put it back;
 * if nobody did, some hundred of those would use it up, for all clients.
 */
export function keepStack(global) {
  stack = global;
}

/** Calls wasm, and puts its stack back where that is cut off. */
function enter(work, self, given) {
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

/** A callback of the browser's, which calls from the beginning of the stack; it tells `fail` what cut it off. */
export const guarded = (callback, fail) => (value) => {
  try {
    enter(callback, undefined, [value]);
  } catch (thrown) {
    enter(fail, undefined, [thrown]);
  }
};

/** The same for one that the page may call, from however deep down. */
export function guardedOfPage(callback, fail) {
  const call = guarded(callback, fail);
  return (value) => {
    descend(LEVELS);
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

const isMeant = (thrown) => thrown instanceof OptaveError || meant.has(thrown);

/** A method that, cut off, ends its client and is called once more: an ended client answers everything. */
const guardedMethod = (method, fail) =>
  function (...given) {
    descend(LEVELS);
    try {
      return enter(method, this, given);
    } catch (thrown) {
      if (isMeant(thrown)) throw thrown;
      enter(fail, this, [thrown]);
      return enter(method, this, given);
    }
  };

/** Takes a method off a class that is for us alone. */
export function takeOff({ prototype }, name) {
  const method = prototype[name];
  delete prototype[name];
  return method;
}

/** A static, which has no client to end. */
const guardedStatic = (method) =>
  function (...given) {
    descend(LEVELS);
    return enter(method, this, given);
  };

function guardEach(holder, isLeft, guard) {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
    const key = Object.hasOwn(property, 'get') ? 'get' : 'value';
    if (typeof property[key] !== 'function' || isLeft.test(name)) continue;
    Object.defineProperty(holder, name, { __proto__: null, ...property, [key]: guard(property[key]) });
  }
}

/** Guards the methods of an exported class, and its statics. */
export function guardMethods(exported) {
  const fail = takeOff(exported, 'fail');
  guardEach(exported.prototype, /^(constructor|free|__.*)$/, (method) => guardedMethod(method, fail));
  guardEach(exported, /^__/, guardedStatic);
}

/** Makes a client, by calling its class's constructor; what that throws is an error of ours. */
export function construct(make) {
  descend(LEVELS);
  try {
    return enter(make);
  } catch (cause) {
    throw asMeant(cause);
  }
}

/** What a constructor threw, as an error of ours. */
const asMeant = (cause) =>
  isMeant(cause)
    ? cause
    : new OptaveError('The client could not be made', {
        category: 'VALIDATION',
        code: 'INVALID_CONFIG',
        suggestions: ['Look at the cause: memory or stack may be used up.'],
        retryable: true,
        cause,
      });
