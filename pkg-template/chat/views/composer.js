// Where the visitor writes. Enter sends, Shift+Enter begins a line; an input method that is still composing keeps its
// Enter. While an answer is on its way and nothing is written, the button stops it.
import { h } from '../dom.js';
import { icon } from '../icons.js';

const MOST_CHARS = 8000;

/** @param {{ texts: object, draft: string, onSend: (text: string) => void, onStop: () => void, onDraft: (text: string) => void }} parts */
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
  let isAnswering = false;
  let shown;

  const paint = () => {
    const stops = isAnswering && input.value.trim() === '';
    const kind = stops ? 'stop' : 'send';
    if (kind !== shown) {
      shown = kind;
      button.replaceChildren(icon(kind));
      button.setAttribute('aria-label', texts[kind]);
      button.classList.toggle('stops', stops);
    }
    // Still in the tab order: a button that comes and goes would take the focus with it.
    button.setAttribute('aria-disabled', String(!stops && input.value.trim() === ''));
  };

  const setText = (text) => {
    input.value = text;
    grow.dataset.text = text;
    paint();
  };

  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) {
      setText('');
      onDraft('');
      onSend(text);
    } else if (isAnswering) onStop();
    input.focus();
  };

  input.addEventListener('input', () => {
    grow.dataset.text = input.value;
    paint();
    onDraft(input.value);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    // Enter on an empty field does nothing: only the button stops an answer.
    if (input.value.trim()) submit(event);
    else event.preventDefault();
  });

  const node = h('form', { class: 'composer', part: 'composer', novalidate: true, onsubmit: submit }, grow, button);
  setText(draft);

  return {
    node,
    input,
    setAnswering(value) {
      isAnswering = value;
      paint();
    },
  };
}
