// A page in which everything is counted that a client could leave behind.
import { lacking } from './engines.mjs';
import { inPage } from './helper.mjs';

/** Before anything is imported: memory and table of each wasm instance, and every listener on every target. */
const watch = () => {
  window.memories = [];
  window.tables = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, rest) {
      const instance = new target(...rest);
      const exported = Object.values(instance.exports);
      memories.push(...exported.filter((item) => item instanceof WebAssembly.Memory));
      tables.push(...exported.filter((item) => item instanceof WebAssembly.Table));
      return instance;
    },
  });
  const HANDLERS = ['onopen', 'onmessage', 'onclose', 'onerror'];
  window.listeners = window.targetListeners = 0;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (...rest) {
    listeners += 1;
    targetListeners += 1;
    return addEventListener.apply(this, rest);
  };
  EventTarget.prototype.removeEventListener = function (...rest) {
    listeners -= 1;
    targetListeners -= 1;
    return removeEventListener.apply(this, rest);
  };
  // Handlers set as properties count too: what matters is whether one is set.
  for (const name of HANDLERS) {
    const { get, set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, name);
    Object.defineProperty(WebSocket.prototype, name, {
      configurable: true,
      get,
      set(value) {
        listeners += (value ? 1 : 0) - (get.call(this) ? 1 : 0);
        set.call(this, value);
      },
    });
  }
  // Those that wait: a timer that has fired is no more.
  window.timers = new Set();
  const { setTimeout, clearTimeout } = window;
  window.setTimeout = (work, ms, ...rest) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work(...rest);
    }, ms);
    timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  window.opened = [];
  window.WebSocket = class extends window.WebSocket {
    constructor(...rest) {
      super(...rest);
      opened.push(new WeakRef(this));
    }
  };
  /** What is left of clients: listeners that can still be called, timers, and sockets that are not closed or closing. */
  window.left = () => {
    const sockets = opened.map((reference) => reference.deref()).filter((socket) => (socket?.readyState ?? 3) < 3);
    const ofSockets = sockets.flatMap((socket) => HANDLERS.filter((name) => socket[name]));
    return {
      listeners: targetListeners + ofSockets.length,
      timers: timers.size,
      sockets: sockets.filter(({ readyState }) => readyState < 2).length,
    };
  };
  /** What the wasm holds of the page's: `undefined` too takes a place until it is let go of. */
  const handlesIn = (table) =>
    Array.from({ length: table.length }, (_, at) => table.get(at)).filter((item) => item !== null).length;
  window.count = () => ({
    wasmBytes: memories.map(({ buffer }) => buffer.byteLength),
    handles: tables.map(handlesIn),
    listeners,
  });
};

const COLLECTS = ['collector'];

/** A page that is watched, with the tools of all others; `collect` gives the heap's size. Tests without it say so by `needs: []`. */
export const watched = (name, body, { needs = COLLECTS, ...options } = {}) =>
  inPage(
    name,
    async (test) => {
      await test.page.addInitScript(watch);
      await test.page.goto(`${test.sandbox.url}/page/index.html`);
      // What the driver itself listens to is not ours.
      await test.run(() => void (window.listeners = window.targetListeners = 0));
      const session = lacking(COLLECTS) ? undefined : await test.context.newCDPSession(test.page);
      const collect = async () => {
        await session.send('HeapProfiler.collectGarbage');
        return (await session.send('Runtime.getHeapUsage')).usedSize;
      };
      await body({ ...test, collect });
    },
    // A script before all others is told to a context of a browser.
    { path: null, context: {}, needs: ['contexts', ...needs], ...options },
  );
