// A stand-in for globalThis.WebSocket that costs next to nothing, so that what is measured is the client. It opens by
// itself, counts what it is given, keeps the last frame, and hands in answers at once when the bench says so.

const HANDLERS = ['onopen', 'onmessage', 'onerror', 'onclose'];

export class BenchSocket {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  static made = [];

  readyState = 0;
  bufferedAmount = 0;
  binaryType = 'blob';
  extensions = '';
  frames = 0;
  units = 0;
  last = '';
  onopen = null;
  onmessage = null;
  onerror = null;
  onclose = null;
  #listeners = new Map();

  constructor(url, protocols = []) {
    this.url = String(url);
    this.protocol = [protocols].flat()[0] ?? '';
    BenchSocket.made.push(this);
    setTimeout(() => {
      this.readyState = 1;
      this.deliver('open', new Event('open'));
    });
  }

  send(text) {
    // A real socket needs the text in one piece: reading one character joins a rope, and costs nothing otherwise.
    text.charCodeAt(text.length - 1);
    this.frames += 1;
    this.units += text.length;
    this.last = text;
  }

  close(code = 1000, reason = '') {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    setTimeout(() => this.deliver('close', new CloseEvent('close', { code, reason, wasClean: true })));
  }

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    if (!listeners.includes(listener)) this.#listeners.set(type, [...listeners, listener]);
  }

  removeEventListener(type, listener) {
    this.#listeners.set(
      type,
      (this.#listeners.get(type) ?? []).filter((other) => other !== listener),
    );
  }

  deliver(type, event) {
    this[`on${type}`]?.(event);
    const listeners = this.#listeners.get(type);
    if (listeners === undefined) return;
    for (const listener of listeners) (listener.handleEvent ?? listener).call(listener, event);
  }

  get listenerCount() {
    let count = HANDLERS.filter((name) => this[name] !== null).length;
    for (const listeners of this.#listeners.values()) count += listeners.length;
    return count;
  }
}
