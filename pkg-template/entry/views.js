// The views of a memory in plain JavaScript, as wasm-bindgen keeps them. A memory of WebAssembly takes its old views away
// when it grows, and by that wasm-bindgen knows; one of plain JavaScript leaves them as they were. So these say
// themselves that they are of no use any more.

let memory;

/** The memory that they are views of. */
export const watch = (given) => {
  memory = given;
};

export class Uint8Array extends globalThis.Uint8Array {
  #isOfMemory;

  // What is cut out of it is a view like any other.
  static get [Symbol.species]() {
    return globalThis.Uint8Array;
  }

  constructor(...given) {
    super(...given);
    this.#isOfMemory = this.buffer === memory.buffer;
  }

  get byteLength() {
    return this.#isOfMemory && this.buffer !== memory.buffer ? 0 : super.byteLength;
  }
}

export class DataView extends globalThis.DataView {
  get buffer() {
    const { buffer } = memory;
    return super.buffer === buffer ? buffer : { detached: true };
  }
}
