// Words and sentences: enough of both to compare a question with an offer, or to take the first sentence of a draft.

const EMPTY_WORDS = new Set(
  (
    'a an and are as at be but by can could do for from had has have hello hi how i if in is it like looking me my ' +
    'not of on or please some something than thank thanks that the there these this to was we what when where which ' +
    'who will with would you your ' +
    // French
    'avec beaucoup bonjour ces cet cette cherche dans des elle est les merci mes mon nous par pas pour que qui ses sont ' +
    'sur une veux vos votre voudrais vous'
  ).split(' '),
);

/** What a word is compared by: without its plural. */
export const keyOf = (word) => word.replace(/(?:es|s)$/u, '');

export const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words that carry meaning, without their plural. */
export const keywords = (text) => [
  ...new Set(
    words(text)
      .filter((word) => word.length > 2 && !EMPTY_WORDS.has(word))
      .map(keyOf),
  ),
];

export const sentences = (text) => text.match(/[^.!?]+[.!?]*/gu)?.map((sentence) => sentence.trim()) ?? [];

/** At most `limit` characters, cut between words; 0 means no limit. */
export function clipped(text, limit) {
  if (!(limit > 0) || text.length <= limit) return text;
  const room = text.slice(0, Math.max(0, limit - 1));
  const cut = room.replace(/\s+\S*$/u, '');
  return `${cut || room}…`;
}

export const rounded = (value) => Math.round(value * 100) / 100;
