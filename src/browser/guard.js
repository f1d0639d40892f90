// Calls into wasm, and what becomes of those that are cut off.
import { OptaveError } from './error.js';

// So many calls deep there has to be room on the stack: more than the way through the crate and the browser's functions
// takes. An overflow that happens before wasm is entered is the page's own, and costs nobody anything.
const LEVELS = 150;

const descend = (levels) => (levels > 0 ? descend(levels - 1) + 1 : 0);

/** A callback that tells `fail` what cut it off. */
export const guarded = (callback, fail) => (value) => {
  try {
    callback(value);
  } catch (thrown) {
    fail(thrown);
  }
};

/** What the crate throws on purpose: errors of its own, and that a listener is no function. */
const isMeant = (thrown) => thrown instanceof OptaveError || thrown instanceof TypeError;

/** A method that, cut off, ends its client and is called once more: an ended client answers everything. */
const guardedMethod = (method, fail) =>
  function (...given) {
    descend(LEVELS);
    try {
      return method.apply(this, given);
    } catch (thrown) {
      if (isMeant(thrown)) throw thrown;
      fail.call(this, thrown);
      return method.apply(this, given);
    }
  };

/** Takes a method off a class that is for us alone. */
export function takeOff({ prototype }, name) {
  const method = prototype[name];
  delete prototype[name];
  return method;
}

/** Guards the methods of an exported class. */
export function guardMethods(exported) {
  const { prototype } = exported;
  const fail = takeOff(exported, 'fail');
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (/^(constructor|free|__.*)$/.test(name)) continue;
    const key = property.get ? 'get' : 'value';
    Object.defineProperty(prototype, name, { ...property, [key]: guardedMethod(property[key], fail) });
  }
}

/** What a constructor threw, as an error of ours. */
export const asMeant = (cause) =>
  isMeant(cause)
    ? cause
    : new OptaveError('The client could not be made', {
        category: 'VALIDATION',
        code: 'INVALID_CONFIG',
        suggestions: ['Look at the cause: memory or stack may be used up.'],
        retryable: true,
        cause,
      });
