// Who is there, in the header: the assistant, a person with picture and name, or how long it is until one comes.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { pictureUrl } from '../safe-url.js';
import { isAskedFor, isCalling, isWithPerson, standingIn } from '../standing.js';

/** The first letters of the first and the last word. @param {string} name */
function initialsOf(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word = '') => Array.from(word)[0] ?? '').join('');
}

/**
 * @param {{ state?: string, position?: number | undefined, waitMs?: number | undefined }} call
 * @param {import('../texts/index.js').Texts} texts
 */
export function queueText({ position, waitMs }, texts) {
  const place = typeof position === 'number' && texts.placeInQueue(position);
  const time = typeof waitMs === 'number' && texts.waitOf(Math.max(1, Math.ceil(waitMs / 60_000)));
  return [place, time].filter(Boolean).join(', ');
}

/** @param {import('../texts/index.js').Texts} texts */
export function createPresence(texts) {
  const avatar = h('span', { class: 'avatar', part: 'avatar', 'aria-hidden': 'true' }, icon('chat'));
  const line = h('p', { class: 'presence', part: 'presence', dir: 'auto' });
  let painted = '';

  /** @param {string} [name] @param {string} [picture] */
  const paintAvatar = (name, picture) => {
    const key = JSON.stringify([name, picture]);
    if (key === painted) return;
    painted = key;
    avatar.classList.toggle('person', name !== undefined);
    if (name === undefined) return avatar.replaceChildren(icon('chat'));
    const initials = initialsOf(name);
    avatar.replaceChildren(initials);
    const src = pictureUrl(picture)?.href;
    if (!src) return undefined;
    const image = h('img', { alt: '', referrerpolicy: 'no-referrer', src });
    image.addEventListener('load', () => key === painted && avatar.replaceChildren(image), { once: true });
    return undefined;
  };

  return {
    avatar,
    line,
    /** @param {import('../tell.js').Chat} chat @param {boolean} isCutOff */
    show(chat, isCutOff) {
      const { messages } = chat.conversation;
      const standing = standingIn(chat);
      const isPerson = isWithPerson(chat);
      const { state, name = '', avatar: picture } = standing ?? {};
      const words = () => {
        if (state === 'joined') return texts.withYou(name);
        if (isPerson) return texts.presencePerson;
        if (isCalling(messages)) return texts.askingForPerson;
        if (state === 'waiting') return (standing && queueText(standing, texts)) || texts.presenceWaiting;
        if (state === 'unavailable') return texts.nobodyThere;
        if (state === 'left') return texts.presenceAgain;
        if (isAskedFor(messages)) return texts.presenceAsked;
        // Without a connection nobody answers in seconds.
        return isCutOff ? texts.bot : texts.presence;
      };
      line.textContent = words();
      paintAvatar(state === 'joined' ? name : isPerson ? texts.operator : undefined, picture);
    },
  };
}
