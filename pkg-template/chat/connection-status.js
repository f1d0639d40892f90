// What a person is told about the connection. A drop that heals within a moment is not worth a word, and a word that
// has been shown stays long enough to be read: without both the line would flicker in every tunnel.

const GRACE_MS = 2500;
// Who is offline is so for longer than that, and wants to know before writing.
const OFFLINE_GRACE_MS = 800;
const SHOWN_MS = 1200;
const TICK_MS = 250;

/**
 * @typedef {object} Status
 * @property {'connecting' | 'reconnecting' | 'waiting' | 'offline' | 'closed' | 'back'} key  a text's key
 * @property {number} [seconds]  until the next attempt
 * @property {boolean} [canConnect]  whether a click can help
 */

/** @returns {Status | null} nothing, where all is well */
export function describe({ state }, { wasOpen, hasFailed, retryAt, now }) {
  switch (state) {
    case 'connecting':
      return { key: wasOpen || hasFailed ? 'reconnecting' : 'connecting' };
    case 'waiting': {
      const seconds = Math.ceil((retryAt - now) / 1000);
      return seconds > 0 ? { key: 'waiting', seconds, canConnect: true } : { key: 'reconnecting' };
    }
    case 'offline':
      return { key: 'offline' };
    case 'closed':
      return { key: 'closed', canConnect: true };
    default:
      return null;
  }
}

/** Follows a client; `show` gets what is to be shown whenever that changes. */
export function watchConnection(client, show) {
  const clock = () => performance.now();
  let wasOpen = client.connection.state === 'open';
  let hasFailed = false;
  let retryAt = 0;
  let troubleSince = 0;
  let shown = null;
  let shownSince = 0;
  let timer = 0;

  const put = (status) => {
    if (JSON.stringify(status) === JSON.stringify(shown)) return;
    if (shown === null || status?.key === 'back') shownSince = clock();
    shown = status;
    show(status);
  };

  const look = () => {
    clearTimeout(timer);
    const now = clock();
    const status = describe(client.connection, { wasOpen, hasFailed, retryAt, now });
    if (status) {
      troubleSince ||= now;
      const hidden = shown === null || shown.key === 'back';
      const rest = troubleSince + (status.key === 'offline' ? OFFLINE_GRACE_MS : GRACE_MS) - now;
      if (hidden && rest > 0) timer = setTimeout(look, rest);
      else {
        put(status);
        if (status.key === 'waiting') timer = setTimeout(look, TICK_MS);
      }
      return;
    }
    troubleSince = 0;
    if (shown === null) return;
    const rest = shownSince + SHOWN_MS - now;
    if (rest > 0) timer = setTimeout(look, rest);
    else if (shown.key !== 'back' && wasOpen && shown.key !== 'connecting') {
      put({ key: 'back' });
      timer = setTimeout(look, SHOWN_MS);
    } else put(null);
  };

  const onState = (connection = client.connection) => {
    if (connection.state === 'open') [wasOpen, hasFailed] = [true, false];
    if (connection.state === 'closed') hasFailed = true;
    if (connection.state === 'waiting' && connection.retryInMs > 0) retryAt = clock() + connection.retryInMs;
    look();
  };
  // The delay stands in the connection as well; whichever is told first counts.
  const onReconnecting = ({ delayMs } = {}) => {
    if (delayMs > 0 && delayMs < Infinity) retryAt = clock() + delayMs; // without a network there is no next time
    look();
  };

  client.on('state', onState).on('reconnecting', onReconnecting);
  onState();
  return () => {
    clearTimeout(timer);
    client.off('state', onState).off('reconnecting', onReconnecting);
  };
}
