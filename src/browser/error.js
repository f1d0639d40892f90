// The one error that users meet: a class that extends the language's own, which no type of Rust's can.
import { contents } from './request.js';

/** Every failure of the SDK. `code` is stable; `suggestions` say what to do next. */
export class OptaveError extends Error {
  constructor(message, { note, cause, ...facts }) {
    super(note ? `${message}: ${note}` : message, cause === undefined ? undefined : { cause });
    Object.assign(this, facts, { timestamp: new Date().toISOString() });
  }
}
// On the prototype, like the names of the language's own errors; and not from the class, which minifiers rename.
Object.defineProperty(OptaveError.prototype, 'name', { value: 'OptaveError', configurable: true, writable: true });

const hasText = (value) => typeof value === 'string' && value !== '';

/**
 * Tells `error` in the server's own words and with its own code, as far as its message has them; and what `http` says
 * of the answer, if it is more than that message.
 */
export function tellInServersWords(error, message, data, http) {
  const given = message.error || data.error;
  const items = [data.message?.results ?? []].flat().flatMap((result) => [result, result?.response ?? []].flat());
  const codes = [given, data.message, data, ...items].flatMap((item) => [item?.code, item?.error_code]);
  error.message =
    [given?.message, given, contents(data), data.message, data.message?.message].find(hasText) ?? error.message;
  error.code = codes.find(hasText) ?? error.code;
  error.details = http ? { ...data, ...http } : data;
}
