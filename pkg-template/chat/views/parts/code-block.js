// A block of code: what language it is in, a button that copies it, and the code, which scrolls inside its box.
import { h } from '../../dom.js';
import { icon } from '../../icons.js';
import { makeCopy } from './copying.js';

/** @param {import('../../texts/index.js').Texts} texts */
export function createCodeBlock(texts) {
  const code = h('code', {});
  const button = h('button', { type: 'button', class: 'copy-code', part: 'copy-code' }, icon('copy'));
  makeCopy(button, () => code.textContent, { copy: texts.copyThisCode, copied: texts.codeCopied });
  const node = h(
    'div',
    { class: 'code-block', part: 'code-block', dir: 'ltr' },
    h('div', { class: 'code-head' }, h('span', { class: 'code-name' }, texts.code), button),
    h('pre', { tabindex: '0' }, code),
  );
  return { node, code };
}
