// One client's payloads: the integrator's defaults over the protocol's, what the page knows of itself and its session,
// and every request's own params on top.

import { describeDevice } from './device.js';
import { newIds } from './envelope.js';
import { deviceDetails, documentLanguage, keepSession, position, recallSession } from './page.js';
import { compact, compose, fillSession, isPlain, moveLegacy, overlay } from './payload.js';

export class Payloads {
  #base;
  #complete;
  #known;
  #path;
  #withDevice;
  #isCompact;
  #core;

  /** `settings` are the client's; options that cannot be written as JSON are added to its faults. */
  constructor([, , , , , defaults], settings, core) {
    const { session, request, organizationId, location } = settings;
    this.#withDevice = settings.deviceInfo;
    this.#isCompact = settings.payloadDefaults === 'compact';
    this.#core = core;
    // Printed and parsed again: a copy that nobody else can reach, and that a request can print as well.
    let base = JSON.parse(JSON.stringify(defaults));
    for (const [name, value] of Object.entries({ session, request })) {
      try {
        if (isPlain(value)) base = overlay(base, { [name]: JSON.parse(JSON.stringify(value)) });
      } catch {
        settings.faults.push(`${name}: expected an object that can be written as JSON`);
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
    if (settings.deviceInfo) learn(deviceDetails(), (details) => describeDevice(globalThis.navigator, details));
    if (location) learn(position(location === 'prompt'), (place) => ({ location: place }));
  }

  #learn(channel) {
    Object.assign(this.#facts().channel, channel);
    this.#complete = undefined;
  }

  /** Nothing is asked of the page before the first request: storage and document cost milliseconds to touch. */
  #facts() {
    if (this.#known) return this.#known;
    const { navigator } = globalThis;
    const language = navigator?.language;
    this.#known = {
      session: {},
      channel: this.#withDevice ? { language, ...describeDevice(navigator) } : {},
      interface: { language: documentLanguage() || language },
    };
    return this.#known;
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
    if (!session.sessionId) this.sessionId = recallSession() || newIds(this.#core)[0];
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
    const base = this.#filledBase(params);
    const [payload, hadVariation, hadContent] = compose(base, params, this.#known, requestId);
    if (hadVariation) warn('variation');
    if (hadContent) warn('content');
    return this.#isCompact ? compact(payload) : payload;
  }
}
