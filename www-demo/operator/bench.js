// What one can do with the selected reply, and what came of it: both stand right below it.
import { h } from '../page/dom.js';
import { LANGUAGES } from './desk.js';
import { createResult } from './result.js';

const INSTRUCTIONS = ['Make it shorter', 'Make it more formal', 'Make it friendlier'];

/** @param {{ reply: object, desk: ReturnType<typeof import('./desk.js').createDesk>, offers: object[], onSend: (result: object) => void }} parts */
export function createBench({ reply, desk, offers, onSend }) {
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
  const button = (label, onclick, attributes = {}) => h('button', { type: 'button', onclick, ...attributes }, label);

  const instruction = h('input', {
    type: 'text',
    'aria-label': 'How to adjust the reply',
    placeholder: 'How? For instance: make it formal and translate it to French',
    required: true,
  });
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
      ...INSTRUCTIONS.map((text) => button(text, () => run('adjust', { instruction: text }), { class: 'chip' })),
    ),
    h('div', { class: 'line' }, instruction, h('button', { type: 'submit', class: 'primary' }, 'Adjust')),
  );
  const adjust = button(
    'Adjust',
    () => {
      adjustForm.hidden = !adjustForm.hidden;
      adjust.setAttribute('aria-expanded', String(!adjustForm.hidden));
      if (!adjustForm.hidden) adjustForm.querySelector('button').focus();
    },
    { 'aria-expanded': 'false' },
  );
  const to = h(
    'select',
    { 'aria-label': 'Language to translate to' },
    ...Object.entries(LANGUAGES).map(([value, name]) => h('option', { value }, name)),
  );
  to.value = 'fr';

  const tools = h(
    'div',
    { class: 'tools', role: 'group', 'aria-label': 'Actions on this reply' },
    adjust,
    button('Summarize', () => run('summarize')),
    h(
      'span',
      { class: 'joined' },
      button('Translate', () => run('translate', { to: to.value })),
      to,
    ),
    button('Recommend', () => run('recommend', { offers })),
    button('Insights', () => run('insights')),
  );
  return {
    node: h('div', { class: 'bench' }, tools, adjustForm, results),
    isUsed: () => results.childElementCount > 0,
  };
}
