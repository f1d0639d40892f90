// What belongs to one tab alone and survives a reload in it: whether the chat is open, the draft, the size. sessionStorage
// is refused in some frames and full in others: then nothing is kept, and nothing else changes.

/**
 * @typedef {object} TabState
 * @property {boolean} open
 * @property {string} draft
 * @property {unknown} [thread]  the conversation that the draft is for
 * @property {unknown} [width]  as the visitor has dragged it, in pixels
 * @property {unknown} [height]
 * @property {boolean} [isExpanded]
 */

/** @param {string} key @returns {TabState} */
export function readTabState(key) {
  try {
    const { open, draft, thread, width, height, isExpanded } = JSON.parse(sessionStorage.getItem(key) ?? '');
    return {
      open: open === true,
      draft: typeof draft === 'string' ? draft : '',
      thread,
      width,
      height,
      isExpanded: isExpanded === true,
    };
  } catch {
    return { open: false, draft: '' };
  }
}

/** @param {string} key @param {TabState} state */
export function writeTabState(key, state) {
  try {
    sessionStorage.setItem(key, JSON.stringify(state));
  } catch {
    // Refused or full: see above.
  }
}

/** The unread count of what is in the browser's storage, without reading all of it. @param {string} key */
export function peekUnread(key) {
  try {
    return Number(/^\{"version":1,"unread":(\d{1,4}),/.exec(localStorage.getItem(key) ?? '')?.[1] ?? 0);
  } catch {
    return 0;
  }
}
