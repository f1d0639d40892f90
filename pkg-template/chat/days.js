// What stands between messages: days, and who speaks since when.

/** @typedef {import('./conversation.js').Message} Message */

// Who speaks again within this time needs no new heading.
const SAME_BREATH_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/** The day on the visitor's calendar, as a number that grows by one each day. @param {number} at */
const dayOf = (at) => {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS);
};

/** Whether a message is the first of its day. @param {Message} message @param {Message | undefined} before */
export const opensDay = (message, before) => !before || dayOf(message.at) !== dayOf(before.at);

/**
 * Whether a message needs a heading with who speaks and when.
 *
 * @param {Message} message @param {Message | undefined} before
 */
export const opensGroup = (message, before) =>
  !before ||
  before.role !== message.role ||
  before.name !== message.name ||
  message.at - before.at > SAME_BREATH_MS ||
  opensDay(message, before);

/** A language that `Intl` takes: pages may say `en_US`, or anything. @param {string} language */
export function localeOf(language) {
  try {
    return Intl.getCanonicalLocales(language.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** “Today”, “Yesterday”, or the date. @param {number} at @param {number} now @param {string} language */
export function dayLabel(at, now, language) {
  const days = dayOf(at) - dayOf(now);
  if (days === 0 || days === -1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const year = isThisYear ? undefined : 'numeric';
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year }).format(at);
}
