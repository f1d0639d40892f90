// Requests on their way out: params become a payload, the payload an envelope, the envelope a text. What must not be sent
// is refused here; what has to be in it is decided in Rust.

import { ACTIONS, WIRE } from './actions.js';
import { isEnvelope, iso, newIds, print } from './envelope.js';
import { gapsOf } from './faults.js';
import { strayKey, survey, utf8Bytes } from './payload.js';

/** How one client makes its requests. */
export function outgoing(host, { tenantId, transport, sdkVersion: ownVersion }, payloads, facts) {
  const [sdkVersion, , schemaRef, maxBytes, , , , places] = facts;
  const { core } = host;

  /** The payload of a request; `action` beyond the list is any. */
  function compose(action, params, requestId) {
    const refuse = (place) => host.throwIfAny('PAYLOAD_SCHEMA_MISMATCH', [place]);
    if (typeof params !== 'object' || params === null || Array.isArray(params)) {
      refuse('params: expected an object');
    }
    const stray = strayKey(params);
    if (stray !== undefined) refuse(`${stray}: not one of headers, session, request`);
    const payload = payloads.compose(params, requestId, (name) =>
      host.warn(`request.${name} is deprecated: see request.attributes`),
    );
    const seen = survey(payload);
    const gaps = core.check(action, seen);
    if (gaps !== 0) host.throwIfAny(...gapsOf(gaps, places));
    // Reception is to have a conversation by the documentation, and may go without by the schema.
    if (action === 4 && (seen >> 24) % 4 === 0) {
      host.warn('reception without request.scope.conversations: the documentation asks for one');
    }
    return payload;
  }

  /** Prints a request's envelope, and says how large it is. `given` are the headers that its caller sets itself. */
  function printRequest(pending, payload, ids, given) {
    const issuedAt = iso(Date.now());
    const headers = {
      correlationId: given.correlationId ?? ids[0],
      traceId: given.traceId ?? ids[1],
      idempotencyKey: given.idempotencyKey ?? ids[2],
      identifier: 'message',
      action: WIRE[pending.action],
      schemaRef,
      sdkVersion: ownVersion ?? sdkVersion,
      tenantId,
      timestamp: given.timestamp ?? issuedAt,
      networkLatencyMs: given.networkLatencyMs ?? host.latencyMs,
      issuedAt,
    };
    pending.text = print(headers, payload);
    let bytes = measure(pending.text);
    if (bytes > maxBytes && given.networkLatencyMs === undefined) {
      // What nobody asked for must not make it too large.
      headers.networkLatencyMs = undefined;
      pending.text = print(headers, payload);
      bytes = measure(pending.text);
    }
    // Over HTTP the payload goes alone.
    if (transport !== 'websocket') pending.body = JSON.stringify(payload);
    return bytes;
  }

  /** The size of an envelope in bytes; what is written at once and certainly fits need not be counted. */
  function measure(text) {
    const most = 3 * text.length;
    return most <= maxBytes && host.isOpen() ? most : utf8Bytes(text, maxBytes);
  }

  /** Whether params could be sent; `action` is optional. */
  function validate(params, action) {
    const place = action === undefined ? ACTIONS.length : ACTIONS.indexOf(action);
    try {
      const ids = newIds(core);
      const payload = compose(place, params, ids[3]);
      return place >= 0 && printRequest({ action: 2 }, payload, ids, {}) <= maxBytes;
    } catch {
      return false;
    }
  }

  /** Whether a value is an envelope that a client may send. */
  function validateEnvelope(envelope) {
    return isEnvelope(envelope, schemaRef) && core.check(ACTIONS.length, survey(envelope.payload)) === 0;
  }

  return { compose, print: printRequest, validate, validateEnvelope };
}
