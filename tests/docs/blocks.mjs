// The code in the texts. What stands before a piece of code as a comment, and after the language, is for the checks alone;
// no page shows it:
//
//   ```js            is compiled
//   ```js run        is also run, in a page of the sandbox; `run node`: in Node
//   ```js continued  goes on where the piece before it on the page ended
//   ```html part     is a part of a page or of a component, not all of it
//   <!-- with: declare const client: OptaveClient -->   what the piece uses and does not declare, as TypeScript
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { root } from '../../pkg-template/build/paths.mjs';

/**
 * @typedef {object} Block
 * @property {string} file  from the root of the repository
 * @property {number} line  of its first line of code
 * @property {string} language
 * @property {string[]} words  what else is said after the language
 * @property {string} code
 * @property {string} declared  by a comment before it
 */

const markdown = new MarkdownIt({ html: true });

const WITH = /<!--\s*with:\s*([\s\S]*?)\s*-->/g;

/** @returns {Block[]} */
export function blocksOf(file, text) {
  const blocks = [];
  let declared = '';
  for (const token of markdown.parse(text, {})) {
    if (token.type === 'html_block') {
      declared = [...token.content.matchAll(WITH)].map(([, said]) => said).join('; ');
    } else if (token.type === 'fence') {
      const [language = '', ...words] = token.info.trim().split(/\s+/);
      blocks.push({ file, line: token.map[0] + 2, language, words, code: token.content, declared });
      declared = '';
    } else if (token.block && token.type !== 'inline') {
      declared = '';
    }
  }
  return blocks;
}

/** Each piece with those that go on from it. */
export function chainsOf(blocks) {
  /** @type {Block[][]} */
  const chains = [];
  for (const block of blocks) {
    if (!block.words.includes('continued')) chains.push([block]);
    else {
      const last = chains.findLast(([first]) => first.file === block.file && kindOf(first) === kindOf(block));
      if (!last) throw new Error(`${block.file}:${block.line} continues nothing`);
      last.push(block);
    }
  }
  return chains;
}

const KINDS = { js: 'program', mjs: 'program', ts: 'program', jsx: 'program', tsx: 'program' };

/** Pieces of one kind may go on from each other. */
export const kindOf = ({ language }) => KINDS[language] ?? language;

/** The texts that people read: those at the top, of the package, and the guides. */
export function texts() {
  const at = (folder) =>
    readdirSync(path.join(root, folder), { encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => path.posix.join(folder, name));
  const guides = readdirSync(path.join(root, 'pkg-template', 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join('pkg-template/docs', name.replaceAll(path.sep, '/')))
    .filter((name) => name.endsWith('.md'))
    .sort();
  return [...at('.'), ...at('pkg-template'), ...guides].map((file) => ({
    file,
    text: readFileSync(path.join(root, file), 'utf8'),
  }));
}

export const allBlocks = () => texts().flatMap(({ file, text }) => blocksOf(file, text));

/** Where a piece of code is, for messages and for names of files. */
export const placeOf = ({ file, line }) => `${file}:${line}`;
export const slugOf = ({ file, line }) => `${file.replace(/\.md$/, '').replaceAll(/[^\w]+/g, '-')}-${line}`;
