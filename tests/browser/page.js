// What a page does that Rust cannot: import at run time, and stand in for a constructor.

/** @param {string} url */
export const load = (url) => import(url);

/** Puts a proxy in the place of `holder[name]` until the function it returns is called. */
function replace(holder, name, handler) {
  const original = holder[name];
  holder[name] = new Proxy(original, handler);
  return () => (holder[name] = original);
}

/** The memory of every wasm instance made from now on; `bytes()` is their size, `stop()` ends it. */
export function watchMemory() {
  const memories = [];
  const stop = replace(WebAssembly, 'Instance', {
    construct(target, rest) {
      const instance = Reflect.construct(target, rest);
      memories.push(...Object.values(instance.exports).filter((item) => item instanceof WebAssembly.Memory));
      return instance;
    },
  });
  return { bytes: () => memories.map(({ buffer }) => buffer.byteLength), stop };
}

/** What an import is not to touch. `found()` is what was touched, and which names the window has gained. */
export function watchEffects() {
  const effects = [];
  const watch = (holder, name) =>
    replace(holder, name, {
      apply: (target, self, rest) => (effects.push(name), Reflect.apply(target, self, rest)),
      construct: (target, rest) => (effects.push(`new ${name}`), Reflect.construct(target, rest)),
    });
  const globals = new Set(Reflect.ownKeys(window));
  const restore = [
    ...['Instance', 'Module', 'Memory', 'instantiate', 'compile'].map((name) => watch(WebAssembly, name)),
    ...['WebSocket', 'fetch', 'setTimeout', 'setInterval'].map((name) => watch(window, name)),
    ...['getItem', 'setItem'].map((name) => watch(Storage.prototype, name)),
    watch(EventTarget.prototype, 'addEventListener'),
    watch(crypto, 'getRandomValues'),
    watch(Document.prototype, 'createElement'),
  ];
  return {
    found() {
      const gained = Reflect.ownKeys(window).filter((key) => !globals.has(key));
      return { effects, gained: gained.map(String) };
    },
    stop() {
      for (const undo of restore) undo();
    },
  };
}

/** The function `holder[name]` throws `thrown` the first time that it is called, and then does what it always did. */
export function throwOnce(holder, name, thrown) {
  let asked = 0;
  const stop = replace(holder, name, {
    apply(target, self, rest) {
      asked += 1;
      if (asked === 1) throw thrown;
      return Reflect.apply(target, self, rest);
    },
  });
  return { asked: () => asked, stop };
}

/** Reading `holder[name]` throws. */
export function breakGetter(holder, name) {
  let asked = 0;
  const own = Object.getOwnPropertyDescriptor(holder, name);
  const get = () => {
    asked += 1;
    throw new Error(`${name} cannot be read`);
  };
  Object.defineProperty(holder, name, { get, configurable: true });
  return {
    asked: () => asked,
    stop() {
      delete holder[name];
      if (own) Object.defineProperty(holder, name, own);
    },
  };
}
