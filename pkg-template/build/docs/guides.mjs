// The guides as they lie in pkg-template/docs, and the order that their README.md gives them. A page of fr/ is the twin
// of the page of the same name.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../log.mjs';
import { template } from '../paths.mjs';
import { wordsOf } from './markdown.mjs';

export const guidesFolder = path.join(template, 'docs');

/**
 * @typedef {object} Guide
 * @property {string} file  its path within the folder, such as `fr/tokens.md`
 * @property {string} lang
 * @property {string} text
 */

/** @returns {Guide[]} */
export function readGuides(folder = guidesFolder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((file) => ({
      file,
      lang: file.startsWith('fr/') ? 'fr' : 'en',
      text: readFileSync(path.join(folder, file), 'utf8'),
    }));
}

/** The table of contents: the sections of README.md that have a list, each with its links. */
export function contentsOf(markdown, readme) {
  const tokens = markdown.parse(readme, {});
  /** @type {{ title: string, links: { title: string, file: string }[] }[]} */
  const sections = [];
  let isItem = 0;
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open' && token.tag === 'h2')
      sections.push({ title: wordsOf(tokens[index + 1]), links: [] });
    if (token.type === 'list_item_open') isItem += 1;
    if (token.type === 'list_item_close') isItem -= 1;
    if (token.type !== 'inline' || !isItem) return;
    const open = token.children.findIndex(({ type }) => type === 'link_open');
    if (open < 0) return;
    if (!sections.length) throw new Failure('pkg-template/docs/README.md has a link before its first section.');
    const close = token.children.findIndex(({ type }) => type === 'link_close');
    const title = wordsOf({ children: token.children.slice(open, close) });
    const file = token.children[open].attrGet('href').replace(/^\.\//, '').replace(/#.*$/, '');
    if (file.endsWith('.md')) sections.at(-1).links.push({ title, file });
  });
  return sections.filter(({ links }) => links.length > 0);
}
