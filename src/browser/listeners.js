// Events and logging: calls into the page's code that cannot hurt us or each other.

export class Listeners {
  #entries = new Map();

  constructor(client, logger) {
    this.client = client;
    this.logger = logger;
  }

  on(name, listener, once) {
    if (typeof listener !== 'function') throw new TypeError(`The listener of "${name}" must be a function`);
    const entry = { listener, once };
    const entries = this.#entries.get(name);
    if (entries) entries.push(entry);
    else this.#entries.set(name, [entry]);
  }

  off(name, listener) {
    const entries = this.#entries.get(name) ?? [];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index < 0) return;
    const others = entries.filter((_, place) => place !== index);
    if (others.length > 0) this.#entries.set(name, others);
    else this.#entries.delete(name);
  }

  removeAll(name) {
    if (name === undefined) this.#entries.clear();
    else this.#entries.delete(name);
  }

  count(name) {
    return this.#entries.get(name)?.length ?? 0;
  }

  /** Calls every listener that was there when the event happened. */
  emit(name, value) {
    const entries = this.#entries.get(name);
    if (!entries) return;
    for (const { listener, once } of entries.slice()) {
      if (once) this.off(name, listener);
      this.call(listener, value, `a listener of "${name}"`);
    }
  }

  /** Tells of a message under every name it has, or of the error that it is. */
  announce(message, headers, update, error, belongsToNobody) {
    if (this.#entries.size === 0) return;
    if (error) {
      this.emit('superpower.error', error);
      if (belongsToNobody) this.emit('error', error);
    } else {
      // The vendor's documents have listeners of `message` parse a text: as a string, the message is that.
      if (this.count('message')) {
        Object.defineProperty(message, Symbol.toPrimitive, { value: () => JSON.stringify(message) });
      }
      for (const name of ['message', 'superpower.response', 'response']) this.emit(name, message);
      this.#announceAction(message.action, message);
      if (headers?.action !== message.action) this.#announceAction(headers?.action, message);
    }
    if (typeof headers?.schemaRef === 'string') this.emit(headers.schemaRef, message);
    if (update) this.emit('update', update);
  }

  #announceAction(action, message) {
    if (typeof action === 'string') this.emit(`message.${action.toLowerCase()}`, message);
  }

  /** Calls a function of the page's, and answers what it does; what it throws is logged. */
  call(listener, value, what) {
    try {
      return listener.call(this.client, value);
    } catch (thrown) {
      this.log('error', `[optave] ${what} threw`, thrown);
    }
  }

  /** Calls the logger's method. Without a logger, warnings and errors go to the console. */
  log(level, ...values) {
    const logger = this.logger ?? (level === 'warn' || level === 'error' ? console : undefined);
    try {
      logger?.[level]?.(...values);
    } catch {
      // There is nowhere left to say so.
    }
  }
}
