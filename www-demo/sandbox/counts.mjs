// What happened, in numbers: exact where the log has been trimmed, and cheap to ask for again and again.
import { copied } from './copy.mjs';

const fresh = () => ({
  tokenRequests: 0,
  tokensIssued: 0,
  /** Handshakes that offered a token which an earlier handshake had offered, accepted or not. */
  tokensReused: 0,
  handshakes: 0,
  /** `open`, the status of the refusal, `cut` without an answer, `hung`, or `abandoned` by the client. */
  handshakesBy: {},
  socketsOpened: 0,
  socketsOpen: 0,
  /** The most that were open at the same time. */
  socketsMost: 0,
  /** By close code; 1006 where no close frame came. */
  closes: {},
  framesReceived: 0,
  framesInvalid: 0,
  /** Received, but a fault kept them from being answered. */
  framesSwallowed: 0,
  framesSent: 0,
  pings: 0,
  restRequests: 0,
  restBy: {},
  /** Entries that are no longer in the log. */
  trimmed: 0,
});

export function createCounts() {
  let counts = fresh();
  return {
    add(name, more = 1) {
      counts[name] += more;
    },
    addBy(name, key) {
      counts[name][key] = (counts[name][key] ?? 0) + 1;
    },
    opened() {
      counts.socketsOpened += 1;
      counts.socketsOpen += 1;
      counts.socketsMost = Math.max(counts.socketsMost, counts.socketsOpen);
    },
    closed(code) {
      counts.socketsOpen -= 1;
      this.addBy('closes', code);
    },
    /** What is open stays open. */
    clear() {
      const { socketsOpen } = counts;
      counts = { ...fresh(), socketsOpen, socketsMost: socketsOpen };
    },
    snapshot: () => copied(counts),
  };
}
