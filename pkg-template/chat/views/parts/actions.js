// What can be done with an answer: copy it, say whether it has helped, and if not, why.
import { h } from '../../dom.js';
import { icon } from '../../icons.js';
import { makeCopy } from './copying.js';

/**
 * @typedef {import('optave-web-sdk/chat').ChatMessage} Message
 * @typedef {'up' | 'down'} Value
 */

/**
 * @param {Message} first
 * @param {object} parts
 * @param {import('../../texts/index.js').Texts} parts.texts
 * @param {import('../../tell.js').Chat} parts.chat
 * @param {import('../../tell.js').Tell} parts.tell
 */
export function createActions(first, { texts, chat, tell }) {
  let message = first;
  const copy = h('button', { type: 'button', class: 'action', part: 'action copy' }, icon('copy'));
  makeCopy(copy, () => message.text, { copy: texts.copyAnswer, copied: texts.answerCopied });

  /** @param {Value | null} rating @param {string} [comment] */
  const rate = (rating, comment = '') => {
    if (!tell('optave-rate', { message, rating, comment })) return false;
    chat.conversation.update(message, { rating: rating ? { value: rating, comment } : undefined });
    return true;
  };
  /** @param {Value} value @param {string} label */
  const thumb = (value, label) =>
    h(
      'button',
      {
        type: 'button',
        class: 'action',
        part: `action rate-${value}`,
        'aria-label': label,
        onclick: () => {
          const next = message.rating?.value === value ? null : value;
          if (rate(next)) showForm(next === 'down');
        },
      },
      icon(`thumb-${value}`),
    );
  const up = thumb('up', texts.helpful);
  const down = thumb('down', texts.notHelpful);

  const field = h('input', {
    type: 'text',
    class: 'why',
    part: 'rate-comment',
    'aria-label': texts.whyNot,
    placeholder: texts.whyNot,
    maxlength: '500',
    autocomplete: 'off',
    dir: 'auto',
  });
  const form = h(
    'form',
    {
      class: 'rate-form',
      part: 'rate-form',
      hidden: true,
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const comment = field.value.trim();
        if (comment && !rate('down', comment)) return;
        down.focus();
        showForm(false);
        if (comment) thanks.textContent = texts.thanks;
      },
    },
    field,
    h('button', { class: 'rate-send', part: 'rate-send' }, texts.send),
  );
  const thanks = h('span', { class: 'thanks', role: 'status' });
  const showForm = (/** @type {boolean} */ isShown) => {
    form.hidden = !isShown;
    thanks.textContent = '';
    down.setAttribute('aria-expanded', String(isShown));
  };
  showForm(false);

  const node = h(
    'div',
    { class: 'after', part: 'actions' },
    h('div', { class: 'actions', role: 'group', 'aria-label': texts.actions }, copy, up, down, thanks),
    form,
  );
  return {
    node,
    /** @param {Message} now */
    paint(now) {
      message = now;
      up.setAttribute('aria-pressed', String(message.rating?.value === 'up'));
      down.setAttribute('aria-pressed', String(message.rating?.value === 'down'));
    },
  };
}
