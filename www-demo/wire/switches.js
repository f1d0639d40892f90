// The switches for the faults, so that one can watch the SDK recover.
import { h } from '../page/dom.js';
import { FAULTS } from './faults.js';

export function createSwitches() {
  const error = h('p', { class: 'line-error', role: 'alert', hidden: true });
  const guarded = async (work) => {
    try {
      await work();
      error.hidden = true;
    } catch (reason) {
      error.textContent = reason.message;
      error.hidden = false;
    }
  };

  const readers = [];
  const rows = FAULTS.map(({ name, run, set, isOn }) => {
    const common = {
      type: 'button',
      class: 'fault',
      'aria-describedby': `fault-${name}`,
      say: `fault-${name}`,
    };
    const control = run
      ? h('button', { ...common, onclick: () => guarded(run) })
      : h('button', { ...common, role: 'switch', 'aria-checked': 'false' });
    const show = (value) => control.setAttribute('aria-checked', String(value));
    if (set) {
      readers.push(async () => show(await isOn()));
      control.addEventListener('click', () => {
        const wanted = control.getAttribute('aria-checked') !== 'true';
        guarded(() => set(wanted).then(() => show(wanted)));
      });
    }
    return h('li', {}, control, h('span', { class: 'muted', id: `fault-${name}`, say: `fault-${name}-hint` }));
  });

  return {
    node: h(
      'section',
      { class: 'card', 'aria-labelledby': 'wire-faults' },
      h('h3', { class: 'heading', id: 'wire-faults', say: 'faults' }),
      h('ul', { class: 'faults', role: 'list' }, ...rows),
      error,
    ),
    /** What is in force, perhaps since before a reload. */
    read: () => guarded(() => Promise.all(readers.map((read) => read()))),
  };
}
