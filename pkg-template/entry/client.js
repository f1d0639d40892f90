// The class that users hold: the one that Rust exports, and what an `impl` of Rust's cannot say.
import { OptaveClient as Exported } from 'optave:glue';
import { keepStack } from '../../src/browser/guard.js';
import { provideStrict } from '../../src/browser/strict.js';
import { construct, guardMethods, makeFindable, takeOff } from './guarding.js';
import { startWith } from './start.js';

/** The class, over a way to make an instance of the wasm, and one to load strict validation. */
export function defineClient(instantiate, strict) {
  startWith(instantiate, ({ __stack_pointer: stack }) => keepStack(stack));

  const belongTo = takeOff(Exported, 'belongTo');
  guardMethods(Exported);

  class OptaveClient extends Exported {
    /** What the crate keeps of the page's: functions that may refer to this, and so must go with it. */
    #kept;

    constructor(options) {
      provideStrict(strict);
      construct(() => super(options));
      makeFindable(this);
      this.#kept = construct(() => belongTo.call(this, this));
    }

    /** By this Vue, Alpine and lodash see that it is no plain object, and leave it as it is. */
    get [Symbol.toStringTag]() {
      return 'OptaveClient';
    }

    on(event, listener) {
      super.on(event, listener);
      return this;
    }

    once(event, listener) {
      super.once(event, listener);
      return this;
    }

    off(event, listener) {
      super.off(event, listener);
      return this;
    }

    removeAllListeners(event) {
      super.removeAllListeners(event);
      return this;
    }

    /** wasm-bindgen's, after which every call would throw; a client that has ended still answers. */
    free() {
      this.cleanup();
    }

    static {
      // Where the language has `using`; elsewhere nobody can ask for it.
      if (Symbol.dispose) {
        const { cleanup: value } = this.prototype;
        Object.defineProperty(this.prototype, Symbol.dispose, { value, configurable: true, writable: true });
      }
    }
  }
  return OptaveClient;
}
