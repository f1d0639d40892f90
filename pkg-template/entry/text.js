// The page's decoder and encoder of UTF-8, asked for when they are first used: importing the package needs nothing but
// the language. Where the page has none (jsdom), texts go through a URL's escapes, which are UTF-8 as well.

// Nearly all texts that come out of wasm are names and ids: for those, asking the decoder takes ten times as long.
const SHORT = 64;

const isAscii = (byte) => byte < 128;

const escaped = (byte) => `%${byte.toString(16).padStart(2, '0')}`;
const unescaped = (unit) => (unit[1] ? parseInt(unit.slice(1), 16) : unit.charCodeAt());

export class TextDecoder {
  #decoder;

  decode(bytes) {
    // wasm-bindgen warms its decoder up with nothing.
    if (!bytes) return '';
    if (bytes.length < SHORT && bytes.every(isAscii)) return String.fromCharCode.apply(null, bytes);
    if (!globalThis.TextDecoder) return decodeURIComponent(Array.from(bytes, escaped).join(''));
    return (this.#decoder ??= new globalThis.TextDecoder('utf-8', { ignoreBOM: true })).decode(bytes);
  }
}

export class TextEncoder {
  #encoder;

  encode(text) {
    if (this.#own) return this.#own.encode(text);
    // Half of a pair has no escape: it becomes what an encoder makes of it.
    const whole = text.replace(/\p{Cs}/gu, '\ufffd');
    return Uint8Array.from(encodeURIComponent(whole).match(/%..|./g) ?? [], unescaped);
  }

  encodeInto(text, bytes) {
    if (this.#own) return this.#own.encodeInto(text, bytes);
    const coded = this.encode(text);
    if (coded.length > bytes.length) return { read: 0, written: 0 };
    bytes.set(coded);
    return { read: text.length, written: coded.length };
  }

  /** The page's, if it has one. */
  get #own() {
    return (this.#encoder ??= globalThis.TextEncoder && new globalThis.TextEncoder());
  }
}
