// Where the visitor writes. Enter sends, Shift+Enter begins a line; an input method that is still composing keeps its
// Enter. While an answer is on its way and nothing is written, the button stops it.
import { h } from '../dom.js';
import { icon } from '../icons.js';

const MOST_CHARS = 8000;

/** @typedef {ReturnType<typeof import('./attachments.js').createAttachments>} Attachments */

/**
 * @param {object} parts
 * @param {import('../texts/index.js').Texts} parts.texts
 * @param {string} parts.draft
 * @param {(text: string, files: import('optave-web-sdk/chat').ChatFile[]) => boolean} parts.onSend  whether it is sent
 * @param {() => void} parts.onStop
 * @param {(text: string) => void} parts.onDraft
 */
export function createComposer({ texts, draft, onSend, onStop, onDraft }) {
  const input = h('textarea', {
    class: 'input',
    part: 'input',
    rows: '1',
    dir: 'auto',
    maxlength: String(MOST_CHARS),
    enterkeyhint: 'send',
    placeholder: texts.placeholder,
    'aria-label': texts.message,
    autocomplete: 'off',
  });
  // The frame's generated content has the same text and makes the field as high as it needs: no layout is measured.
  const grow = h('div', { class: 'grow' }, input);
  const button = h('button', { type: 'submit', class: 'send', part: 'send' });
  const aside = h('p', { class: 'aside', part: 'aside', role: 'status' });
  const say = (/** @type {string} */ text) => (aside.textContent = text);
  /** @type {Attachments | undefined} */
  let attachments;
  let isAnswering = false;
  // The visitor has sent it, and files are still on their way.
  let isWaiting = false;
  /** @type {'send' | 'stop' | undefined} */
  let shown;

  const isEmpty = () => input.value.trim() === '' && !attachments?.count;

  const paint = () => {
    attachments?.paint();
    const stops = isAnswering && isEmpty();
    const kind = stops ? 'stop' : 'send';
    if (kind !== shown) {
      shown = kind;
      button.replaceChildren(icon(kind));
      button.setAttribute('aria-label', texts[kind]);
      button.classList.toggle('stops', stops);
    }
    // Still in the tab order: a button that comes and goes would take the focus with it.
    button.setAttribute('aria-disabled', String((!stops && isEmpty()) || isWaiting));
  };

  const setText = (/** @type {string} */ text) => {
    input.value = text;
    grow.dataset.text = text;
    paint();
  };

  const send = () => {
    isWaiting = attachments?.isUploading ?? false;
    if (isWaiting) say(texts.sendsLater);
    else if (attachments?.hasFailed) say(texts.mendFiles);
    else if (onSend(input.value.trim(), attachments?.files() ?? [])) {
      attachments?.clear();
      setText('');
      onDraft('');
    }
    paint();
  };

  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!isEmpty()) send();
    else if (isAnswering) onStop();
    input.focus();
  };

  input.addEventListener('input', () => {
    grow.dataset.text = input.value;
    paint();
    onDraft(input.value);
  });
  input.addEventListener('keydown', (event) => {
    // Safari ends the composing before the Enter that confirms it; what is left to see is its code.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    // Enter on an empty field does nothing: only the button stops an answer.
    if (!isEmpty()) submit(event);
    else event.preventDefault();
  });

  const node = h('form', { class: 'composer', part: 'composer', novalidate: true, onsubmit: submit }, grow, button);
  setText(draft);

  return {
    node,
    input,
    setText,
    aside,
    say,
    /** From now on files can go with what is written. @param {Attachments} given */
    take(given) {
      attachments = given;
      node.prepend(given.button);
      aside.before(given.node);
      paint();
    },
    /** The files have changed. */
    onFiles() {
      if (isEmpty()) isWaiting = false;
      if (isWaiting && !attachments?.isUploading) send();
      else paint();
    },
    setAnswering(/** @type {boolean} */ value) {
      isAnswering = value;
      paint();
    },
  };
}
