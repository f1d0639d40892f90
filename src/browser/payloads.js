// One client's payloads: the integrator's defaults over the protocol's, what the page knows of itself and its session,
// and every request's own params on top.

import { describeDevice } from './device.js';
import { deviceDetails, documentLanguage, keepSession, position, recallSession } from './page.js';
import { compact, compose, fillSession, isPlain, moveLegacy, overlay } from './payload.js';

export class Payloads {
  /** Names of options that cannot be written as JSON. */
  faults = [];
  #base;
  #complete;
  #known;
  #path;
  #withDevice;
  #isCompact;
  #newId;

  constructor(defaults, { session, request, organizationId }, { isCompact, withDevice, location, newId }) {
    this.#withDevice = withDevice;
    this.#newId = newId;
    this.#isCompact = isCompact;
    // Printed and parsed again: a copy that nobody else can reach, and that a request can print as well.
    let base = JSON.parse(JSON.stringify(defaults));
    for (const [name, value] of Object.entries({ session, request })) {
      try {
        if (isPlain(value)) base = overlay(base, { [name]: JSON.parse(JSON.stringify(value)) });
      } catch {
        this.faults.push(name);
      }
    }
    moveLegacy(base.request, request, 'variation', 'variant');
    moveLegacy(base.request, request, 'content', 'content');
    if (organizationId) base = overlay(base, { request: { context: { organizationId } } });
    this.#base = base;
    const learn = (answer, read) =>
      answer.then(
        (value) => value && this.#learn(read(value)),
        () => {},
      );
    if (withDevice) learn(deviceDetails(), (details) => describeDevice(globalThis.navigator, details));
    if (location) learn(position(location === 2), (place) => ({ location: place }));
  }

  #learn(channel) {
    Object.assign(this.#facts().channel, channel);
    this.#complete = undefined;
  }

  /** Nothing is asked of the page before the first request: storage and document cost milliseconds to touch. */
  #facts() {
    const { navigator } = globalThis;
    const language = navigator?.language;
    return (this.#known ??= {
      session: {},
      channel: this.#withDevice ? { language, ...describeDevice(navigator) } : {},
      interface: { language: documentLanguage() ?? language },
    });
  }

  /** The base with what is known of the page now. */
  #filledBase(params) {
    const { channel } = this.#facts();
    if (this.#withDevice && !params.session?.channel?.section) {
      // A single-page application moves on without a new client.
      const path = globalThis.location?.pathname;
      if (path !== this.#path) {
        this.#path = channel.section = path;
        this.#complete = undefined;
      }
    }
    return (this.#complete ??= fillSession(this.#base, this.#known));
  }

  get sessionId() {
    const { session } = this.#facts();
    // The integrator's own is not kept: another client of the tab may have none.
    session.sessionId ||= this.#base.session?.sessionId;
    if (!session.sessionId) this.sessionId = recallSession() || this.#newId();
    return session.sessionId;
  }

  /** Replaces the session id, the one of the integrator's options too. */
  set sessionId(id) {
    this.#facts().session.sessionId = id;
    this.#base = overlay(this.#base, { session: { sessionId: id } });
    this.#complete = undefined;
    keepSession(id);
  }

  /** The payload of a request; `warn` is called with the name of each key of an earlier version. */
  compose(params, requestId, warn) {
    // Asked first, because it completes what is known.
    this.sessionId;
    const [payload, hadVariation, hadContent] = compose(this.#filledBase(params), params, this.#known, requestId);
    if (hadVariation) warn('variation');
    if (hadContent) warn('content');
    return this.#isCompact ? compact(payload) : payload;
  }
}
