// A WebSocket that can also do what the library rightly refuses: leave pings and close frames unanswered, write a frame
// in pieces or only in part, close with codes that no close frame may carry.
import { Sender, WebSocket } from 'ws';
import { pause } from '../pause.mjs';

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const MAX_REASON_BYTES = 123;

const frame = (data, opcode) => Buffer.concat(Sender.frame(Buffer.from(data), { fin: true, opcode }));
const firstHalf = (bytes) => bytes.subarray(0, Math.ceil(bytes.length / 2));
const maySend = (code) =>
  (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) || (code >= 3000 && code <= 4999);

export class FaultySocket extends WebSocket {
  #withheld = { data: 0, pong: 0, close: 0, read: 0 };
  /** The first close that was withheld; it is made up for when nothing withholds it any more. */
  #owedClose;
  /** Ended by the server: no more data. */
  #hasEnded = false;
  /** A frame is being written piece by piece, and nothing may come in between. */
  #isDribbling = false;
  #waiting = [];

  /**
   * @param {('data' | 'pong' | 'close' | 'read')[]} kinds what does not leave any more, and whether nothing is read
   * @returns {() => void} ends it
   */
  withhold(kinds) {
    for (const kind of kinds) this.#withheld[kind] += 1;
    if (kinds.includes('read')) this.pause();
    return () => {
      for (const kind of kinds) this.#withheld[kind] -= 1;
      if (!this.#withheld.read && this.isPaused) this.resume();
      if (this.#withheld.close) return;
      this.#owedClose?.();
      this.#owedClose = undefined;
    };
  }

  /**
   * Sends a frame as its faults have it.
   *
   * @param {import('./pipeline.mjs').Item} item
   * @returns {boolean} whether it was sent
   */
  transmit({ data, binary = typeof data !== 'string', trickle, cut }) {
    if (this.#hasEnded || this.#withheld.data || this.readyState !== this.OPEN) return false;
    this.#inTurn(() => {
      if (cut?.close) this.#breakOff(data, binary, cut.close);
      else if (cut) this.#breakDown(data, binary, cut);
      else if (trickle) this.#dribble(frame(data, binary ? BINARY : TEXT), trickle);
      else this.send(data, { binary });
    });
    return true;
  }

  /** The library calls this to answer a ping. */
  pong(data, mask, done) {
    if (this.#withheld.pong) done?.();
    else this.#inTurn(() => super.pong(data, mask, done));
  }

  /** The library calls this to answer a close frame, or one that broke the protocol. */
  close(code, reason) {
    this.emit('closing');
    this.#orOwed(() => super.close(code, reason));
  }

  /** Closes from this side, with any code; null sends none. */
  end(code, reason = '') {
    if (Buffer.byteLength(reason) > MAX_REASON_BYTES)
      throw new RangeError('the reason does not fit into a close frame');
    this.#hasEnded = true;
    this.#orOwed(() => {
      if (code === null) super.close();
      else if (maySend(code)) super.close(code, reason);
      else this._socket.write(frame(Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]), CLOSE));
    });
  }

  /** Cuts TCP without a close frame. */
  kill(how) {
    this.#hasEnded = true;
    if (how === 'reset') this._socket.resetAndDestroy();
    else if (this._socket.writableLength === 0) this.terminate();
    else this._socket.end(() => this.terminate());
  }

  #orOwed(close) {
    if (this.#withheld.close) this.#owedClose ??= close;
    else this.#inTurn(close);
  }

  #inTurn(work) {
    if (this.#isDribbling) this.#waiting.push(work);
    else work();
  }

  /** The message has begun, and instead of its second fragment comes the close frame. */
  #breakOff(data, binary, { code, reason }) {
    this.send(firstHalf(Buffer.from(data)), { binary, fin: false });
    this.end(code, reason);
  }

  #breakDown(data, binary, { bytes, kill }) {
    const whole = frame(data, binary ? BINARY : TEXT);
    this._socket.write(bytes === undefined ? firstHalf(whole) : whole.subarray(0, bytes));
    this.kill(kill);
  }

  async #dribble(bytes, { size, ms, signal }) {
    this.#isDribbling = true;
    for (let at = 0; at < bytes.length && this._socket.writable; at += size) {
      if (at > 0 && !(await pause(ms, signal))) {
        // Cleared: the rest of the frame has to follow all the same.
        if (this._socket.writable) this._socket.write(bytes.subarray(at));
        break;
      }
      if (this._socket.writable) this._socket.write(bytes.subarray(at, at + size));
    }
    this.#isDribbling = false;
    while (this.#waiting.length && !this.#isDribbling) this.#waiting.shift()();
  }
}
