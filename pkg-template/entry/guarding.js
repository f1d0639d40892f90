// The class that Rust exports, guarded: what cuts a call of the page's off ends one client, and no more.
import { OptaveError } from '../../src/browser/error.js';
import { descend, end, enter, isMeant } from '../../src/browser/guard.js';
import { Outcome } from '../../src/browser/request.js';

/** What a method does that was taken off its client: one that answers promises rejects. */
function refuse(name, isAsked) {
  const error = new OptaveError(`${name} was used without its client`, {
    category: 'VALIDATION',
    code: 'INVALID_CONFIG',
    suggestions: [`Use it as client.${name}, or bind it to the client.`],
    retryable: false,
  });
  if (!isAsked) throw error;
  const outcome = new Outcome();
  outcome.fail(error);
  return outcome.request;
}

const SELF = Symbol('client');

/**
 * Lets the methods find a client from what stores make of it: a Proxy, or a copy of its properties. What it has in the wasm
 * is freed when the client itself is collected, which a copy keeps from that. By a function, which stores leave as it is.
 */
export const makeFindable = (client) =>
  Object.defineProperty(client, SELF, { __proto__: null, value: () => client, configurable: true, writable: true });

/** Nothing, for what is no client; nor is a proxy that was revoked. */
function clientOf(holder) {
  try {
    return holder?.[SELF]?.();
  } catch {
    return undefined;
  }
}

/** A method that, cut off, ends its client and is called once more: an ended client answers everything. */
const guardedMethod = (method, fail, name, isAsked) =>
  function (...given) {
    descend();
    const self = clientOf(this);
    if (!self) return refuse(name, isAsked);
    try {
      return enter(method, self, given);
    } catch (thrown) {
      if (isMeant(thrown)) throw thrown;
      end(fail, self, thrown);
      return enter(method, self, given);
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
    descend();
    return enter(method, this, given);
  };

function guardEach(holder, isLeft, guard) {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
    const key = Object.hasOwn(property, 'get') ? 'get' : 'value';
    if (typeof property[key] !== 'function' || isLeft.test(name)) continue;
    Object.defineProperty(holder, name, { __proto__: null, ...property, [key]: guard(property[key], name) });
  }
}

/** Guards the methods of an exported class, and its statics. */
export function guardMethods(exported) {
  const fail = takeOff(exported, 'fail');
  const { prototype } = exported;
  const isAsked = (name) => /^(send|openConnection)$|Async$/.test(name) || `${name}Async` in prototype;
  guardEach(prototype, /^(constructor|free|__.*)$/, (method, name) => guardedMethod(method, fail, name, isAsked(name)));
  guardEach(exported, /^__/, guardedStatic);
}

/** Makes a client, by calling its class's constructor; what that throws is an error of ours. */
export function construct(make) {
  descend();
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
