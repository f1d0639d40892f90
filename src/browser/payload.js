// Payloads stay on this side of the boundary: here they are merged, looked at and printed. What must be there and how
// large a frame may be is decided in Rust.

/** Whether a value is an object to merge into, rather than a value of its own. Works across iframes. */
export function isPlain(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a value is a text that says something. */
export const hasText = (value) => typeof value === 'string' && value !== '';

/** What an object itself has under a key: nobody sends what a prototype says. */
export const own = (object, key) => (object != null && Object.hasOwn(object, key) ? object[key] : undefined);

/**
 * A new object: `base` with `over` laid on top. Plain objects that both have are merged key by key, anything else of
 * `over` replaces, `undefined` is not given. Only own keys are read, `__proto__` never, and neither object is changed;
 * what only one of them has is shared with it, which leaves circles to be found, and explained, by JSON.stringify.
 */
export function overlay(base, over) {
  const merged = { ...base };
  for (const key of Object.keys(over)) {
    const value = over[key];
    if (value === undefined || key === '__proto__') continue;
    merged[key] = isPlain(value) ? laid(own(merged, key), value) : value;
  }
  return merged;
}

/** `over` on top of `base`, whatever they are. */
const laid = (base, over) => (over === undefined ? base : isPlain(base) && isPlain(over) ? overlay(base, over) : over);

/** The first key of `params` that does not belong there. */
export function strayKey(params) {
  for (const key of Object.keys(params)) {
    if (key !== 'session' && key !== 'request' && key !== 'headers' && params[key] !== undefined) return key;
  }
}

/** `target` with what `known` has in the place of what is empty or absent; what is neither an object is left alone. */
function fill(target, known) {
  if (target !== undefined && !isPlain(target)) return target;
  let filled = target;
  for (const key of Object.keys(known)) {
    // Nothing known is no reason to take a default away.
    const isEmpty = target?.[key] === undefined || target[key] === '';
    if (isEmpty && known[key]) filled = { ...filled, [key]: known[key] };
  }
  return filled;
}

/** `payload` with what the page knows in the place of what is empty: `known` is `{ session, channel, interface }`. */
export function fillSession(payload, known) {
  const session = fill(payload.session, known.session);
  if (!isPlain(session)) return payload;
  const channel = fill(session.channel, known.channel);
  const user = fill(session.interface, known.interface);
  if (session === payload.session && channel === session.channel && user === session.interface) return payload;
  return { ...payload, session: { ...session, channel, interface: user } };
}

/**
 * Moves what earlier versions of the protocol had elsewhere: `request[old]` becomes `attributes[name]`, unless `given`,
 * the caller's own request, has that too. `request` is a new object of ours. True if there was something to move.
 */
export function moveLegacy(request, given, old, name) {
  const value = isPlain(request) ? own(request, old) : undefined;
  if (value === undefined) return false;
  delete request[old];
  // Attributes of a wrong type stay as they are, to be found out.
  if (own(own(given, 'attributes'), name) === undefined && object(request.attributes) < 2) {
    request.attributes = { ...request.attributes, [name]: value };
  }
  return true;
}

/**
 * The payload of one request: `base`, complete as it is, with `params` on top. Answers it with two flags: whether
 * `request.variation` and `request.content`, both of earlier versions, were given.
 */
export function compose(base, params, known, requestId) {
  const session = own(params, 'session');
  const given = own(params, 'request');
  let payload = { session: laid(base.session, session), request: laid(base.request, given) };
  if (session !== undefined) payload = fillSession(payload, known);
  // Any other request is the caller's own object, to be sent as it prints itself.
  if (!isPlain(payload.request)) return [payload, false, false];
  if (payload.request === base.request) payload.request = { ...base.request };
  const { request } = payload;
  request.requestId ||= requestId;
  const hadVariation = moveLegacy(request, given, 'variation', 'variant');
  const hadContent = moveLegacy(request, given, 'content', 'content');
  const variant = own(request.attributes, 'variant');
  if (typeof variant === 'string' && variant !== variant.toUpperCase()) {
    request.attributes = { ...request.attributes, variant: variant.toUpperCase() };
  }
  return [payload, hadVariation, hadContent];
}

/** A copy of `value` without empty strings, arrays and objects. */
export function compact(value) {
  if (!isPlain(value)) return value;
  const isFull = (item) => item !== '' && !(Array.isArray(item) && item.length === 0);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, compact(item)])
      .filter(([, item]) => isFull(item) && !(isPlain(item) && Object.keys(item).length === 0)),
  );
}

const object = (value) => (value == null ? 0 : typeof value === 'object' && !Array.isArray(value) ? 1 : 2);
const text = (value) => (value == null || value === '' ? 0 : typeof value === 'string' ? 1 : 2);
const list = (value) => (Array.isArray(value) ? +(value.length > 0) : value == null ? 0 : 2);

/** What stands at every place that an action may require: two bits each, in the order of Rust's `Place`. */
export function survey({ session, request }) {
  const { connections, attributes, context, scope, resources } = request ?? {};
  return (
    object(session) |
    (object(request) << 2) |
    (object(connections) << 4) |
    (object(attributes) << 6) |
    (object(context) << 8) |
    (object(scope) << 10) |
    (object(resources) << 12) |
    (text(connections?.threadId) << 14) |
    (text(connections?.parentId) << 16) |
    (text(attributes?.content) << 18) |
    (text(attributes?.instruction) << 20) |
    (text(context?.organizationId) << 22) |
    (list(scope?.conversations) << 24) |
    (list(resources?.offers) << 26)
  );
}

const encoder = /* @__PURE__ */ new TextEncoder();
let scratch;

/** The size of `text` in bytes of UTF-8; more than `limit` when it is larger, without counting on. */
export function utf8Bytes(text, limit) {
  const { length } = text;
  if (length > limit) return limit + 1;
  if (!(scratch?.length >= limit + 4)) scratch = new Uint8Array(limit + 4);
  const { read, written } = encoder.encodeInto(text, scratch);
  return read < length ? limit + 1 : written;
}
