// The reference as pages: one for each subject of the default entry, one for each other entry, and one that lists all.
import { escapeHtml } from '../highlight.mjs';
import { slugOf } from '../markdown.mjs';
import { grouped } from './groups.mjs';

const KINDS = {
  class: 'Class',
  interface: 'Interface',
  type: 'Type',
  function: 'Function',
  constant: 'Constant',
  enum: 'Enum',
};
const TAGS = {
  '@throws': 'Throws',
  '@deprecated': 'Deprecated',
  '@returns': 'Returns',
  '@param': 'Takes',
  '@defaultValue': 'Default',
};

/** The first sentence of a comment, for lists. */
const firstSentence = (summary) =>
  /^[\s\S]*?(?:[.:](?=\s|$)|$)/.exec(summary.replace(/\n+/g, ' '))[0].replace(/:$/, '.');

/** Of an index signature beside a member of the same name too: `[message]` is any message. */
const anchorOf = (...names) => slugOf(names.join('-').replaceAll('[', 'any-'));

/** Every subject and every other entry, with what it declares. */
function sections(entries) {
  return entries.flatMap(({ name, specifier, about, entities, passedOn }) =>
    name === 'index'
      ? grouped(entities).map((subject) => ({ ...subject, specifier, passedOn: [] }))
      : [
          {
            slug: name,
            title: name === 'adapters' ? 'Types of the adapters' : specifier,
            specifier,
            about,
            entities,
            passedOn,
          },
        ],
  );
}

/** Where each name leads: its page and anchor, as seen from the folder of the reference. */
function places(parts, others) {
  const found = new Map(/** @type {[string, string][]} */ (others));
  for (const { slug, entities } of parts) {
    // A name of several entries, such as `useOptave`, leads nowhere: nobody knows to which.
    for (const { name } of entities) found.set(name, found.has(name) ? undefined : `${slug}.html#${anchorOf(name)}`);
  }
  return found;
}

/**
 * @param {object} options
 * @param {import('./model.mjs').Entry[]} options.entries
 * @param {import('markdown-it').default} options.markdown
 * @param {(code: string, language: string, link?: (name: string) => string | undefined) => string} options.highlight
 * @param {Record<string, any>} options.texts
 * @param {string[][]} options.others  names that are no exports, with where each leads
 * @returns the pages, and where a name leads from a page of the folder
 */
export function referencePages({ entries, markdown, highlight, texts, others }) {
  const parts = sections(entries);
  const found = places(parts, others);
  const linkFrom = (self) => (name) => (name === self ? undefined : found.get(name));

  const prose = (text, self) => markdown.render(text, { texts, link: linkFrom(self) });
  const inline = (text, self) => markdown.renderInline(text, { texts, link: linkFrom(self) });
  const declaration = (text, self) =>
    `<div class="code declaration"><pre tabindex="0"><code>${highlight(text, 'typescript', linkFrom(self))}</code></pre></div>`;

  const anchor = (id, label) =>
    `<a class="anchor" href="#${id}" aria-label="${escapeHtml(`${texts.anchor}: ${label}`)}">#</a>`;

  function comment({ summary, tags }, self) {
    const notes = tags
      .filter(({ tag }) => TAGS[tag])
      .map(({ tag, text }) => `<dt>${TAGS[tag]}</dt><dd>${inline(text, self)}</dd>`);
    const examples = tags.filter(({ tag }) => tag === '@example').map(({ text }) => prose(text, self));
    return [
      summary && prose(summary, self),
      notes.length > 0 && `<dl class="notes">${notes.join('')}</dl>`,
      ...examples,
    ]
      .filter(Boolean)
      .join('\n');
  }

  function member(owner, { name, text, comment: said, members }) {
    const id = anchorOf(owner, name);
    return `<section class="member"><h3 id="${id}"><code>${escapeHtml(name)}</code> ${anchor(id, `${owner}.${name}`)}</h3>
${declaration(text, owner)}
${comment(said, owner)}
${members.filter((each) => each.comment.summary).length > 0 ? `<dl class="fields">${members.map((each) => `<dt><code>${escapeHtml(each.name)}</code></dt><dd>${inline(each.comment.summary, owner)}</dd>`).join('')}</dl>` : ''}</section>`;
  }

  const entity = ({ name, kind, text, comment: said, members }) => {
    const id = anchorOf(name);
    return `<section class="entity"><h2 id="${id}"><code>${escapeHtml(name)}</code> <span class="kind">${KINDS[kind]}</span> ${anchor(id, name)}</h2>
${/^(interface|class) \w+$/.test(text) ? '' : declaration(text, name)}
${comment(said, name)}
${members.map((each) => member(name, each)).join('\n')}</section>`;
  };

  const everything = entries.find(({ name }) => name === 'index').entities.length;
  const passed = ({ passedOn }) => {
    if (passedOn.length === 0) return '';
    return prose(
      passedOn.length >= everything
        ? 'Everything that `optave-web-sdk` exports is exported here too, types included.'
        : `Exported here too: ${passedOn.map((name) => `\`${name}\``).join(', ')}.`,
    );
  };

  const pages = parts.map((part) => ({
    file: `reference/${part.slug}.html`,
    lang: 'en',
    title: part.title,
    html: `<h1>${escapeHtml(part.title)}</h1>
${part.about ? prose(part.about) : ''}
<p class="import">${highlight(`import … from '${part.specifier}';`, 'typescript')}</p>
${passed(part)}
${part.entities.map(entity).join('\n')}`,
  }));

  const list = ({
    slug,
    title,
    about,
    entities,
  }) => `<section><h2 id="${slug}"><a href="${slug}.html">${escapeHtml(title)}</a></h2>
${about ? prose(about) : ''}
${entities.length > 0 ? `<dl class="names">${entities.map(({ name, comment: { summary } }) => `<dt><a href="${slug}.html#${anchorOf(name)}"><code>${escapeHtml(name)}</code></a></dt><dd>${markdown.renderInline(firstSentence(summary), { texts })}</dd>`).join('')}</dl>` : ''}</section>`;

  const index = {
    file: 'reference/index.html',
    lang: 'en',
    title: 'All names',
    html: `<h1>Reference</h1>
<p>Every name that the package exports, as its declarations have it.</p>
${parts.map(list).join('\n')}`,
  };
  return { pages: [index, ...pages], places: found };
}
