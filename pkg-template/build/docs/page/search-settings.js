// How sections are searched: the same at build time, when the index is made, and in the page, which loads it.

// Words of a question that say nothing of what is asked for, in the languages of the pages.
const EMPTY = new Set(
  (
    'a an and are as at be by can do does for from how i in is it my of on or the to what when where which why with you ' +
    'au aux avec ce comment dans de des du en est et il je la le les ma mes mon ou par pour quand que qui sur un une'
  ).split(' '),
);

const plain = (word) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** @type {import('minisearch').Options} */
export const SETTINGS = {
  fields: ['title', 'page', 'text'],
  storeFields: ['href', 'page', 'title', 'text'],
  tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
  // Accents do not count, and the parts of a name in camel case are found too, as is the whole.
  processTerm(term) {
    const word = plain(term);
    if (EMPTY.has(word)) return null;
    const parts = term.split(/(?<=[a-z])(?=[A-Z])/).map(plain);
    return parts.length > 1 ? [word, ...parts.filter((part) => !EMPTY.has(part))] : word;
  },
};

/** What a search asks for: all its words, the last of them perhaps half written, with a slip of the finger. */
const ASKING = {
  boost: { title: 4, page: 2 },
  combineWith: 'AND',
  prefix: true,
  fuzzy: (term) => (term.length > 4 ? 0.2 : false),
  // Who asks in words wants to be told how; a name finds its declaration all the same.
  boostDocument: (_id, _term, { href }) => (href.startsWith('reference/') ? 0.5 : 1),
};

/** The sections that answer to what is asked, best first: those that are called exactly so before all others. */
export function searched(index, asked) {
  const found = index.search(asked, ASKING);
  const isCalledSo = ({ title }) => plain(title) === plain(asked);
  return [...found.filter(isCalledSo), ...found.filter((each) => !isCalledSo(each))];
}
