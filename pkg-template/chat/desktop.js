// Notifications on the desktop, which the visitor switches on and off.

const DESKTOP = 'optave-chat:desktop';

/** Whether the page wants it told in this way. @param {import('./tell.js').Chat} chat @param {string} way */
export const wants = ({ notify }, way) => notify.split(/\s+/).includes(way);

/** Whether the visitor wants notifications on the desktop, and the browser lets them through. */
export function hasDesktop() {
  try {
    return Notification.permission === 'granted' && localStorage.getItem(DESKTOP) === 'on';
  } catch {
    return false;
  }
}

/** Asked by a click of the visitor. @returns {Promise<boolean>} whether they are on now */
export async function toggleDesktop() {
  try {
    if (hasDesktop()) localStorage.removeItem(DESKTOP);
    else if ((await Notification.requestPermission()) === 'granted') localStorage.setItem(DESKTOP, 'on');
  } catch {
    // There are none here.
  }
  return hasDesktop();
}
