// Code in colours, at build time. Pages under a strict policy may not have inline styles: each kind of word becomes a
// class, and what colour a class has is said in page/code.css, for light and dark.
import {
  bundledLanguages,
  codeToTokensWithThemes,
  createOnigurumaEngine,
  createShikiInternal,
  loadBuiltinWasm,
} from '@gerrit0/mini-shiki';

/** Kinds of words by TextMate's scopes; what comes later counts where both fit. */
const KINDS = {
  plain: ['source'],
  punctuation: ['punctuation', 'meta.brace', 'keyword.operator', 'punctuation.definition.template-expression'],
  keyword: [
    'keyword',
    'storage',
    'variable.language',
    'constant.language',
    'markup.deleted',
    'keyword.operator.expression',
    'keyword.operator.new',
  ],
  string: ['string', 'punctuation.definition.string', 'markup.inserted', 'string.quoted punctuation'],
  number: ['constant.numeric', 'constant.other', 'support.constant'],
  function: ['entity.name.function', 'support.function', 'meta.function-call entity.name.function'],
  type: ['entity.name.type', 'support.type', 'support.class', 'entity.other.inherited-class', 'entity.name.class'],
  tag: ['entity.name.tag', 'punctuation.definition.tag', 'meta.diff.header', 'meta.diff.range'],
  attribute: [
    'entity.other.attribute-name',
    'support.type.property-name',
    'variable.other.option',
    'meta.object-literal.key',
  ],
  comment: ['comment', 'punctuation.definition.comment'],
};

// Shiki gives colours; each stands for a kind.
const colourOf = (index) => `#${String(index + 1).padStart(6, '0')}`;
const kinds = Object.keys(KINDS);
const kindOf = new Map(kinds.map((kind, index) => [colourOf(index), kind]));

const theme = {
  name: 'kinds',
  fg: colourOf(0),
  bg: '#ffffff',
  settings: kinds.map((kind, index) => ({ scope: KINDS[kind], settings: { foreground: colourOf(index) } })),
};

/** The languages that the pages have code in. */
const LANGUAGES = [
  'bash',
  'css',
  'diff',
  'html',
  'http',
  'javascript',
  'json',
  'jsx',
  'php',
  'python',
  'svelte',
  'tsx',
  'typescript',
  'vue',
];

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string} text */
export const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);

/**
 * Makes the function that colours code: markup for text in a language, plain where the language has no grammar here.
 * `link` may answer where a name leads.
 */
export async function createHighlighter() {
  await loadBuiltinWasm();
  const shiki = await createShikiInternal({
    themes: [theme],
    langs: LANGUAGES.map((name) => bundledLanguages[name]),
    engine: await createOnigurumaEngine(),
  });
  const known = new Set(shiki.getLoadedLanguages());

  /** @param {string} code @param {string} language @param {(name: string) => string | undefined} [link] */
  return (code, language, link = () => undefined) => {
    const text = (content) => {
      return content.replace(/[A-Za-z_$][\w$]*|[&<>"]/g, (found) => {
        const href = link(found);
        return href ? `<a href="${href}">${found}</a>` : escapeHtml(found);
      });
    };
    if (!known.has(language)) return text(code);
    const lines = codeToTokensWithThemes(shiki, code, { lang: language, themes: { all: 'kinds' } });
    return lines
      .map((line) =>
        line
          .map(({ content, variants }) => {
            const kind = kindOf.get(variants.all.color?.toLowerCase());
            const isPlain = !kind || kind === 'plain' || !content.trim();
            const isName = kind !== 'string' && kind !== 'comment';
            const words = isName ? text(content) : escapeHtml(content);
            return isPlain ? words : `<span class="c-${kind}">${words}</span>`;
          })
          .join(''),
      )
      .join('\n');
  };
}
