// The one error that users meet: a class that extends the language's own, which no type of Rust's can.
import { own } from './payload.js';
import { contents } from './request.js';

/** Every failure of the SDK. `code` is stable; `suggestions` say what to do next. */
export class OptaveError extends Error {
  constructor(message, given) {
    const { note, cause, ...facts } = { note: undefined, cause: undefined, ...given };
    super(note ? `${message}: ${note}` : message, cause === undefined ? undefined : { cause });
    // What copies an error copies what is listed: its message as well.
    Object.defineProperty(this, 'message', { enumerable: true });
    Object.assign(this, facts, { timestamp: new Date().toISOString() });
  }

  /** Where the package says more of it. Its own name would cost more than the rest of this. */
  get help() {
    return `docs/errors.md#${this.code}`.toLowerCase();
  }
}
// On the prototype, like the names of the language's own errors; and not from the class, which minifiers rename.
Object.defineProperty(OptaveError.prototype, 'name', {
  __proto__: null,
  value: 'OptaveError',
  configurable: true,
  writable: true,
});

const hasText = (value) => typeof value === 'string' && value !== '';

/** What an object has under a key: one, several, or none. */
const each = (object, key) => [own(object, key) ?? []].flat();

/**
 * Tells `error` in the server's own words and with its own code, as far as its message has them; and what `http` says
 * of the answer, if it is more than that message.
 */
export function tellInServersWords(error, message, data, http) {
  const given = own(message, 'error') || own(data, 'error');
  const body = own(data, 'message');
  const items = each(body, 'results').flatMap((result) => [result, ...each(result, 'response')]);
  const codes = [given, body, data, ...items].flatMap((item) => [own(item, 'code'), own(item, 'error_code')]);
  error.message =
    [own(given, 'message'), given, contents(data), body, own(body, 'message')].find(hasText) ?? error.message;
  error.code = codes.find(hasText) ?? error.code;
  error.details = http ? { ...data, ...http } : data;
}
