// The page around the widget: what a shop would tell it, the operator's side, the wire, and two settings.
import { createOperator } from '../operator/operator.js';
import { createWire } from '../wire/wire.js';
import { CUSTOMER, OFFERS, PROMPTS, resourcesIn } from './sample.js';
import { startTabs } from './tabs.js';

const byId = (id) => document.getElementById(id);
const chat = document.querySelector('optave-chat');

chat.customer = CUSTOMER;

await customElements.whenDefined('optave-chat');
createOperator(byId('operator'), chat, { name: 'Tom Callahan', offers: OFFERS });
const wire = createWire(byId('wire'), chat);
startTabs(document.querySelector('.tabs'), (name) => wire.setVisible(name === 'wire'));

/** A choice that a reload keeps. */
function startSetting(id, apply) {
  const select = byId(id);
  const key = `demo:${id}`;
  select.value = sessionStorage.getItem(key) ?? select.value;
  const change = () => {
    sessionStorage.setItem(key, select.value);
    apply(select.value);
  };
  select.addEventListener('change', change);
  change();
}

startSetting('theme', (theme) => {
  for (const element of [document.documentElement, chat]) {
    if (theme) element.setAttribute('theme', theme);
    else element.removeAttribute('theme');
  }
});

startSetting('language', (language) => {
  chat.lang = language;
  chat.resources = resourcesIn(language);
  const prompts = byId('prompts');
  prompts.lang = language;
  prompts.replaceChildren(
    ...PROMPTS[language].map((text) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
      button.addEventListener('click', () => {
        chat.show();
        chat.send(text);
      });
      return button;
    }),
  );
});

// The very lines of this page, so that what is shown cannot differ from what runs.
const source = await (await fetch('/')).text();
byId('snippet').textContent = /^ *(<script type="module" src="\/pkg\/chat[\s\S]*<\/optave-chat>)/m
  .exec(source)[1]
  .replace(/^ {4}/gm, '');
