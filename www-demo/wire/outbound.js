// The envelopes as they arrived, from the sandbox's log: what the server saw, re-sends included, not what this page
// believes to have sent. It is asked only while the wire view is open and something is missing.
const LOG = '/control/log';
const ASK_EVERY_MS = 500;
// Long enough for what a fault holds back, short enough not to go on for ever where nothing arrives.
const ASK_FOR_MS = 30_000;

/** @param {import('./recorder.js').Recorder} recorder */
export function createOutbound(recorder) {
  const seen = new Set();
  let isVisible = false;
  let timer = 0;
  let askUntil = 0;

  /** What is in flight may be sent again at any time. */
  const isInFlight = () => recorder.requests.some(({ settledAt }) => settledAt === undefined);

  const missing = () =>
    recorder.messages.some(({ direction, body, at }) => {
      return direction === 'out' && body === undefined && performance.now() - at < ASK_FOR_MS;
    });

  const place = ({ envelope, at, bytes, swallowed }) => {
    const { correlationId, issuedAt, action } = envelope?.headers ?? {};
    const request = recorder.find(correlationId);
    const key = `${correlationId} ${issuedAt}`;
    if (!request || seen.has(key)) return;
    seen.add(key);
    const message = { direction: 'out', at: at - performance.timeOrigin, correlationId, name: action, state: 'sent' };
    // The server may tell of it before anything has happened here.
    request.out ??= recorder.addMessage(message);
    if (request.out.body === undefined) {
      Object.assign(request.out, { body: envelope, state: swallowed ? 'swallowed' : 'arrived', bytes });
      recorder.changed();
    } else {
      // The same correlation id once more: sent again after a reconnect.
      recorder.addMessage({ ...message, body: envelope, state: 'again', bytes });
    }
  };

  const ask = async () => {
    timer = 0;
    try {
      const { frames } = await (await fetch(LOG)).json();
      for (const frame of frames) place(frame);
    } catch {
      // The sandbox may be down: that is what its faults are for.
    }
    schedule();
  };

  function schedule() {
    const wanted = isVisible && (missing() || isInFlight() || performance.now() < askUntil);
    if (wanted && !timer) timer = setTimeout(ask, ASK_EVERY_MS);
  }

  recorder.addEventListener('change', schedule);
  return {
    setVisible(value) {
      isVisible = value;
      schedule();
    },
    /** The connection is back: what was sent before, if anything, may be sent again. */
    lookAgain() {
      if (!recorder.requests.some(({ out }) => out)) return;
      askUntil = performance.now() + 3 * ASK_EVERY_MS;
      schedule();
    },
  };
}
