// The properties by which a message of the server's is told. Own ones: what a page has put on a prototype says nothing.
import { own, print } from './payload.js';

const object = (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined);

/** A name that matters is short: of a longer text nothing needs to be known but that it is one. */
const nameOf = (value) => (typeof value !== 'string' ? undefined : value.length < 64 ? value : '');

export const headers = (message) => object(own(message, 'headers'));
export const payload = (message) => object(own(message, 'payload'));
export const schemaRef = (headers) => nameOf(own(headers, 'schemaRef'));
export const state = (part) => nameOf(own(part, 'state'));
export const actionType = (part) => nameOf(own(part, 'actionType'));
export const action = (part) => nameOf(own(part, 'action'));
export const hasError = (part) => !!own(part, 'error');

/** The id that a part names, if it is a text that says something. */
export function correlationId(part) {
  const id = own(part, 'correlationId');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Makes a message its own JSON, as a text; one that the page has frozen meanwhile is left alone. */
export function printAsText(message) {
  Reflect.defineProperty(message, Symbol.toPrimitive, { __proto__: null, value: () => print(message) });
}
