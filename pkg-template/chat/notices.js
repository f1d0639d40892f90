// What tells of messages that were not seen: title, sound and notification, each where the page wants it (`notify`). Only
// such pages load this; see attention.js.
import { speakerOf } from './conversation.js';
import { hasDesktop, wants } from './desktop.js';

const LONGEST_BODY = 140;

/** @param {import('./tell.js').Chat} chat @param {() => import('./texts/index.js').Texts} texts */
export function createNotices(chat, texts) {
  const { conversation } = chat;
  const title = createTitle();
  return {
    /** The count may be another. */
    count: () => title.show(wants(chat, 'title') ? conversation.unread : 0),
    /** @param {import('./conversation.js').Message} message */
    tell(message) {
      if (wants(chat, 'sound')) play();
      if (wants(chat, 'desktop') && hasDesktop() && !document.hasFocus()) notify(chat, texts(), message);
    },
    stop: () => title.show(0),
  };
}

/** The count before the page's title, which stays the page's own: it may change it meanwhile. */
function createTitle() {
  let own = '';
  let shown = '';
  let count = 0;
  const put = () => {
    if (document.title !== shown) own = document.title;
    shown = `(${count}) ${own}`.trim(); // as the browser gives it back
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

/**
 * @param {import('./tell.js').Chat} chat
 * @param {import('./texts/index.js').Texts} texts
 * @param {import('./conversation.js').Message} message
 */
function notify(chat, texts, message) {
  try {
    const shown = new Notification(chat.heading || texts.title, {
      body: texts.said(speakerOf(message, texts)) + message.text.slice(0, LONGEST_BODY),
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
