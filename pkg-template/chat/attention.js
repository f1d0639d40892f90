// What the visitor has not seen: counted for the button, and told by title, sound and notification where the page wants
// that (`notify`). A message counts as seen where the chat is open in a tab that is looked at.
import { completedOf, changeOf } from './conversation.js';
import { textsOf } from './texts/index.js';

// Another tab that shows the message needs a moment to say so.
const AFTER_MS = 700;
const LONGEST_BODY = 140;
const DESKTOP = 'optave-chat:desktop';

/** @param {import('./tell.js').Chat} chat */
export function createAttention(chat) {
  const { conversation } = chat;
  const wants = (/** @type {string} */ way) => chat.notify.split(/\s+/).includes(way);
  const isSeen = () => chat.open && !document.hidden;
  const title = createTitle();

  const look = () => {
    if (isSeen()) conversation.setUnread(0);
  };

  /** @param {Event} event */
  const onCompleted = (event) => {
    const message = completedOf(event);
    if (message.role === 'system') return;
    if (isSeen()) {
      look();
      return;
    }
    if (conversation.isElsewhere) return; // the other tab has counted it
    conversation.setUnread(conversation.unread + 1);
    setTimeout(() => {
      if (conversation.unread === 0 || !chat.isConnected) return;
      if (wants('sound')) play();
      if (wants('desktop') && hasDesktop() && !document.hasFocus()) notify(chat, message);
    }, AFTER_MS);
  };

  /** @param {Event} event */
  const onChange = (event) => {
    const { kind } = changeOf(event);
    if (kind === 'unread' || kind === 'reset') title.show(wants('title') ? conversation.unread : 0);
  };

  conversation.addEventListener('completed', onCompleted);
  conversation.addEventListener('change', onChange);
  document.addEventListener('visibilitychange', look);
  title.show(wants('title') ? conversation.unread : 0);

  return {
    look,
    stop() {
      title.show(0);
      conversation.removeEventListener('completed', onCompleted);
      conversation.removeEventListener('change', onChange);
      document.removeEventListener('visibilitychange', look);
    },
  };
}

/** The count before the page's title, which stays the page's own: it may change it meanwhile. */
function createTitle() {
  let own = '';
  let shown = '';
  let count = 0;
  const put = () => {
    if (document.title !== shown) own = document.title;
    shown = `(${count}) ${own}`;
    if (document.title !== shown) document.title = shown;
  };
  const observer = new MutationObserver(put);
  return {
    /** @param {number} unread */
    show(unread) {
      if (unread === count) return;
      if (unread === 0) {
        observer.disconnect();
        if (document.title === shown) document.title = own;
        shown = '';
      } else if (count === 0) observer.observe(document.head, { childList: true, subtree: true, characterData: true });
      count = unread;
      if (count > 0) put();
    },
  };
}

/** Two soft notes, made here. A page that nobody has touched yet may not sound. */
async function play() {
  if (!(navigator.userActivation?.hasBeenActive ?? true)) return;
  try {
    const audio = new AudioContext();
    await audio.resume();
    const gain = new GainNode(audio, { gain: 0 });
    gain.connect(audio.destination);
    for (const [index, frequency] of [659, 880].entries()) {
      const start = audio.currentTime + index * 0.13;
      const note = new OscillatorNode(audio, { frequency });
      note.connect(gain);
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
      gain.gain.linearRampToValueAtTime(0, start + (index ? 0.4 : 0.12));
      note.start(start);
      note.stop(start + 0.4);
      if (index) note.onended = () => audio.close();
    }
  } catch {
    // No sound here.
  }
}

/** @param {import('./tell.js').Chat} chat @param {import('./conversation.js').Message} message */
function notify(chat, { name, role, text }) {
  const texts = textsOf(chat);
  try {
    const shown = new Notification(chat.heading || texts.title, {
      body: texts.said(name || texts[role === 'operator' ? role : 'bot']) + text.slice(0, LONGEST_BODY),
      tag: 'optave-chat',
    });
    shown.onclick = () => {
      focus();
      chat.show();
      shown.close();
    };
  } catch {
    // Refused, or only a service worker may: a phone.
  }
}

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
