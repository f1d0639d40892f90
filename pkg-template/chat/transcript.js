// The conversation as a text to keep: who said what and when, with offers, sources and files by their addresses. It comes
// when it is asked for; see keeping.js.
import { isVisible, speakerOf } from './conversation.js';
import { localeOf } from './days.js';

/** @typedef {import('./conversation.js').Message} Message */

/**
 * @param {object} parts
 * @param {readonly Message[]} parts.messages
 * @param {import('./texts/index.js').Texts} parts.texts
 * @param {string} parts.language
 * @param {string} parts.heading
 */
export function transcriptOf({ messages, texts, language, heading }) {
  const time = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' });
  const said = messages.filter(isVisible).flatMap((message) => {
    const lines = linesOf(message, texts);
    if (lines.length === 0) return [];
    const speaker = message.role === 'system' ? '' : `${speakerOf(message, texts)}, `;
    return [[`${speaker}${time.format(message.at)}`, ...lines].join('\n')];
  });
  return `${[heading, ...said].join('\n\n')}\n`;
}

/** @param {Message} message @param {import('./texts/index.js').Texts} texts */
function linesOf({ text, state, role, action, offers, sources, files }, texts) {
  const list = (/** @type {string} */ title, /** @type {string[] | undefined} */ items) =>
    items?.length ? [`${title}:`, ...items.map((item) => `- ${item}`)] : [];
  const notice = role === 'system' && action === 'elevate' && state === 'done' && !text ? texts.personComing : text;
  return [
    ...(notice ? [notice] : []),
    ...list(
      texts.files,
      files?.map(({ name, url }) => together(name, url)),
    ),
    ...list(
      texts.offersTitle,
      offers?.map(({ title, price, currency, url }) => together(`${title}${priceOf(price, currency)}`, url)),
    ),
    ...list(
      texts.sources,
      sources?.map(({ label, url }) => together(label, url)),
    ),
  ];
}

/** @param {string} label @param {string} [url] */
const together = (label, url) => (label && url ? `${label}: ${url}` : label || url || '');

/** @param {number | undefined} price @param {string} currency */
const priceOf = (price, currency) => (price === undefined ? '' : `, ${`${price} ${currency}`.trim()}`);

/** Hands a text to the visitor as a file. @param {string} text @param {string} name */
export function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has it by then; at once would be too early in some.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The date on the visitor's calendar, for a file's name. @param {Date} date */
export const fileDate = (date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
