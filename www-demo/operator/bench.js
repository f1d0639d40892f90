// What one can do with the selected reply, and what came of it: both stand right below it.
import { h } from '../page/dom.js';
import { say } from '../page/language.js';
import { LANGUAGES } from './desk.js';
import { createResult } from './result.js';

const INSTRUCTIONS = ['shorter', 'moreFormal', 'friendlier'];

/** @param {{ reply: object, desk: ReturnType<typeof import('./desk.js').createDesk>, offers: () => object[], onSend: (result: object) => void, onSendDraft: () => void }} parts */
export function createBench({ reply, desk, offers, onSend, onSendDraft }) {
  const results = h('div', { class: 'results' });

  const run = (action, choices = {}) => {
    const show = (data) => {
      result.show(data);
      result.node.scrollIntoView({ block: 'nearest' });
    };
    const again = () => desk.run(action, reply, choices, show);
    const result = createResult({ onSend, onRetry: again });
    results.prepend(result.node);
    again();
  };
  const button = (key, onclick, attributes = {}) => h('button', { type: 'button', say: key, onclick, ...attributes });

  const instruction = h('input', { type: 'text', label: 'howLabel', hint: 'howHint', required: true });
  const adjustForm = h(
    'form',
    {
      class: 'adjust',
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        if (instruction.value.trim()) run('adjust', { instruction: instruction.value.trim() });
      },
    },
    h(
      'div',
      { class: 'presets' },
      ...INSTRUCTIONS.map((key) => button(key, () => run('adjust', { instruction: say(key) }), { class: 'chip' })),
    ),
    h('div', { class: 'line' }, instruction, h('button', { type: 'submit', class: 'primary', say: 'adjust' })),
  );
  const adjust = button(
    'adjust',
    () => {
      adjustForm.hidden = !adjustForm.hidden;
      adjust.setAttribute('aria-expanded', String(!adjustForm.hidden));
      if (adjustForm.hidden) return;
      adjustForm.querySelector('button').focus();
      adjustForm.scrollIntoView({ block: 'nearest' });
    },
    { 'aria-expanded': 'false' },
  );
  const to = h(
    'select',
    { label: 'translateTo' },
    ...Object.keys(LANGUAGES).map((value) => h('option', { value, say: ['languageName', value] })),
  );
  to.value = 'fr';

  const tools = h(
    'div',
    { class: 'tools', role: 'group', label: 'tools' },
    reply.draft && button('sendReply', onSendDraft, { class: 'primary' }),
    adjust,
    button('summarize', () => run('summarize')),
    h(
      'span',
      { class: 'joined' },
      button('translate', () => run('translate', { to: to.value })),
      to,
    ),
    button('recommend', () => run('recommend', { offers: offers() })),
    button('insights', () => run('insights')),
  );
  return {
    node: h('div', { class: 'bench' }, tools, adjustForm, results),
    isUsed: () => results.childElementCount > 0,
  };
}
