// A question before something is lost. What is behind it in the panel is out of reach until it is answered.
import { h } from '../dom.js';

/**
 * @param {HTMLElement} host
 * @param {{ question: string, yes: string, no: string }} texts
 * @returns {{ answer: Promise<boolean>, cancel: () => void }}
 */
export function confirmIn(host, { question, yes, no }) {
  /** @type {(isYes: boolean) => void} */
  let settle = () => {};
  const answer = new Promise((resolve) => (settle = resolve));
  const cancel = h('button', { type: 'button', class: 'chip', onclick: () => end(false) }, no);
  const node = h(
    'div',
    { class: 'confirm', part: 'confirm', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'question' },
    h(
      'div',
      { class: 'confirm-box' },
      h('p', { id: 'question' }, question),
      h(
        'div',
        { class: 'confirm-answers' },
        cancel,
        h('button', { type: 'button', class: 'chip strong', onclick: () => end(true) }, yes),
      ),
    ),
  );
  const behind = /** @type {HTMLElement[]} */ ([...host.children]);
  /** @param {boolean} isYes */
  const end = (isYes) => {
    for (const child of behind) child.inert = false;
    node.remove();
    settle(isYes);
  };
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    end(false);
  });
  for (const child of behind) child.inert = true;
  host.append(node);
  cancel.focus();
  return { answer, cancel: () => end(false) };
}
