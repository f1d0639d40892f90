// What a person is told about the connection. A drop that heals within a moment is not worth a word, and a word that
// has been shown stays long enough to be read: without both the line would flicker in every tunnel.

const GRACE_MS = 2500;
// Who is offline is so for longer than that, and wants to know before writing.
const OFFLINE_GRACE_MS = 800;
const SHOWN_MS = 1200;
const TICK_MS = 250;

/**
 * @typedef {object} Status
 * @property {'connecting' | 'reconnecting' | 'waiting' | 'retrying' | 'offline' | 'reportedOffline' | 'closed' | 'back'} key
 *   a text's key
 * @property {number} [seconds]  until the next attempt
 * @property {boolean} [canConnect]  whether a click can help
 */

/**
 * @typedef {object} Connection
 * @property {import('optave-web-sdk').ConnectionState} state
 * @property {number | undefined} [retryAt]  when the next attempt begins, if one is planned, in milliseconds since 1970
 * @property {boolean | undefined} [isReportedOffline]
 */

/**
 * @param {Connection} connection
 * @param {{ wasOpen: boolean, now: number }} known  `now`: in milliseconds since 1970
 * @returns {Status | null} nothing, where all is well
 */
export function describe({ state, retryAt = 0, isReportedOffline }, { wasOpen, now }) {
  const seconds = Math.ceil((retryAt - now) / 1000);
  switch (state) {
    case 'connecting':
      return { key: wasOpen ? 'reconnecting' : 'connecting' };
    case 'waiting':
      return seconds > 0 ? { key: 'waiting', seconds, canConnect: true } : { key: 'reconnecting' };
    case 'offline':
      return { key: 'offline' };
    case 'closed':
      return seconds > 0 ? { key: 'retrying', seconds, canConnect: true } : { key: 'closed', canConnect: true };
    default:
      // It works, or may work: what the browser says is no more than what the browser says.
      return isReportedOffline ? { key: 'reportedOffline' } : null;
  }
}

/**
 * Follows a session's connection; `show` gets what is to be shown whenever that changes.
 *
 * @param {{ readonly connection: Connection, watch: (listener: () => void) => () => void }} session
 * @param {(status: Status | null) => void} show
 */
export function watchConnection(session, show) {
  const clock = () => performance.now();
  let wasOpen = false;
  let troubleSince = 0;
  /** @type {Status | null} */
  let shown = null;
  let shownSince = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Status | null} status */
  const put = (status) => {
    if (JSON.stringify(status) === JSON.stringify(shown)) return;
    if (shown === null || status?.key === 'back') shownSince = clock();
    shown = status;
    show(status);
  };

  /** @param {Status} status */
  const graceOf = ({ key }) => {
    if (session.connection.isReportedOffline) return 0;
    return key === 'offline' ? OFFLINE_GRACE_MS : GRACE_MS;
  };

  const look = () => {
    clearTimeout(timer);
    const now = clock();
    const status = describe(session.connection, { wasOpen, now: Date.now() });
    if (status) {
      troubleSince ||= now;
      const hidden = shown === null || shown.key === 'back';
      const rest = troubleSince + graceOf(status) - now;
      if (hidden && rest > 0) timer = setTimeout(look, rest);
      else {
        put(status);
        if (status.seconds) timer = setTimeout(look, TICK_MS);
      }
      return;
    }
    troubleSince = 0;
    if (shown === null) return;
    const rest = shownSince + SHOWN_MS - now;
    if (rest > 0) timer = setTimeout(look, rest);
    else if (shown.key !== 'back' && shown.key !== 'connecting' && shown.key !== 'reportedOffline' && wasOpen) {
      put({ key: 'back' });
      timer = setTimeout(look, SHOWN_MS);
    } else put(null);
  };

  const onChange = () => {
    if (session.connection.state === 'open') wasOpen = true;
    look();
  };

  const unwatch = session.watch(onChange);
  onChange();
  return () => {
    clearTimeout(timer);
    unwatch();
  };
}
