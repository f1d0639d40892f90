// The page around the chat: what a shop would tell it, and what shows it from behind. The operator's side and the wire
// are loaded when they are first looked at; what goes over the wire is recorded from the beginning.
import { createAgent } from '../operator/agent.js';
import { Recorder } from '../wire/recorder.js';
import { byId, h } from './dom.js';
import { language, onLanguage, tell } from './language.js';
import { CUSTOMER, offersIn, resourcesIn, startersIn } from './sample.js';
import { startSettings } from './settings.js';
import { showOffers, showPrompts } from './shop.js';
import { startTabs } from './tabs.js';

const OPERATOR = 'Tom Callahan';

const chat = document.querySelector('optave-chat');
const recorder = new Recorder();
// The back office is there from the start: a visitor may ask for it before anybody looks at its view.
const agent = createAgent(chat, OPERATOR);

const ask = (text) => {
  chat.show();
  chat.send(text);
};

/** Each makes a view in its section, and answers what to do when it is shown and when it is hidden. */
const VIEWS = {
  async operator(host) {
    const { createOperator } = await import('../operator/operator.js');
    return createOperator(host, chat, { name: OPERATOR, agent, offers: () => offersIn(language()) });
  },
  async wire(host) {
    const { createWire } = await import('../wire/wire.js');
    return createWire(host, chat, recorder);
  },
};
const STYLES = {
  operator: ['/operator/operator.css', '/operator/bench.css', '/operator/superpowers.css'],
  wire: ['/wire/wire.css', '/wire/timeline.css'],
};

const loadStyle = (href) =>
  new Promise((resolve, reject) => {
    const link = h('link', { rel: 'stylesheet', href, onload: resolve, onerror: () => reject(new Error(href)) });
    document.head.append(link);
  });

const made = new Map();

/** What could not be loaded is tried again when its tab is chosen again. */
async function make(name) {
  const host = byId(name);
  const loading = host.querySelector('.loading');
  try {
    await Promise.all(STYLES[name].map(loadStyle));
    const view = await VIEWS[name](host);
    loading.remove();
    return view;
  } catch (error) {
    console.error(error);
    made.delete(name);
    tell(loading, 'notLoaded');
    return undefined;
  }
}

let shown = '';
function show(name) {
  shown = name;
  if (VIEWS[name] && !made.has(name)) made.set(name, make(name));
  for (const [other, view] of made) view.then((view) => view?.setVisible(other === shown));
}

chat.customer = CUSTOMER;
// The pictures of the offers are the shop's own.
chat.imageHosts = [location.host];
chat.addEventListener('optave-client', ({ detail: { client } }) => recorder.observe(client));
recorder.watchTokens(new URL(chat.getAttribute('token-url'), document.baseURI).href);

onLanguage((language) => {
  chat.lang = language;
  chat.resources = resourcesIn(language);
  chat.starters = startersIn(language);
  showOffers(byId('offers'), language);
  showPrompts(byId('prompts'), language, ask);
});
startSettings({
  onTheme(theme) {
    if (theme) chat.setAttribute('theme', theme);
    else chat.removeAttribute('theme');
  },
});

await customElements.whenDefined('optave-chat');
if (chat.client) recorder.observe(chat.client);
startTabs(document.querySelector('.tabs'), show);

// The very lines of this page, so that what is shown cannot differ from what runs.
const source = await (await fetch(document.baseURI, { cache: 'force-cache' })).text();
byId('snippet').textContent = /<!-- The widget.*-->\n([\s\S]*<\/optave-chat>)/.exec(source)[1].replace(/^ {4}/gm, '');
