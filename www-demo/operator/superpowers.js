// What the superpowers say about the selected exchange, as they arrive. Their results are open objects: a figure is
// drawn where one is known, the sentence for people stands in any case.
import { fillList } from '../page/cut.js';
import { h } from '../page/dom.js';
import { tell } from '../page/language.js';
import { isReply } from './turns.js';

const MOST_CARDS = 12;
/** Of one superpower. */
const MOST_FIGURES = 8;
const MOST_LETTERS = 600;
const MOST_PILL = 60;

/** The key of each one's name. */
const KNOWN = {
  sentiment: 'sentiment',
  risk: 'risk',
  escalation_need: 'escalationNeed',
  language: 'customerLanguage',
  search_need: 'searchNeed',
};

const asTitle = (actionType) => actionType.replaceAll('_', ' ').replace(/^\w/, (letter) => letter.toUpperCase());
const number = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** A bar from one share of its width to another; what it shows stands beside it in words. */
function bar(from, to, tone) {
  const node = h('span', { class: 'meter', 'data-tone': tone, 'aria-hidden': 'true' }, h('i'));
  node.style.setProperty('--from', String(Math.max(0, Math.min(from, to))));
  node.style.setProperty('--to', String(Math.min(1, Math.max(from, to))));
  return node;
}

const pill = (tone, key, ...values) =>
  h('span', {
    class: 'pill',
    'data-tone': tone,
    say: [key, ...values.map((value) => String(value).slice(0, MOST_PILL))],
  });

const FIGURES = {
  sentiment([{ sentiment, score } = {}]) {
    const tone = sentiment === 'negative' ? 'bad' : sentiment === 'positive' ? 'good' : '';
    // From -1 to 1: the bar begins in the middle.
    const meter = number(score) !== undefined && bar(0.5, (score + 1) / 2, tone);
    return [h('span', { class: 'inline' }, sentiment && pill(tone, 'figure', sentiment), meter)];
  },
  risk(results) {
    return results.slice(0, MOST_FIGURES).map(({ risk, level, score }) => {
      const tone = level === 'high' ? 'bad' : level === 'medium' ? 'busy' : 'good';
      return h(
        'span',
        { class: 'risk' },
        h('span', { say: ['figure', String(risk ?? '').slice(0, MOST_PILL)] }),
        bar(0, number(score) ?? 0, tone),
        pill(tone, 'figure', level ?? ''),
      );
    });
  },
  escalation_need([{ escalationNeeded, department } = {}]) {
    if (typeof escalationNeeded !== 'boolean') return [];
    return [escalationNeeded ? pill('bad', 'toDepartment', department ?? '') : pill('good', 'notNeeded')];
  },
  language([{ language, confidence } = {}]) {
    const share = number(confidence);
    const sure = share !== undefined && h('span', { class: 'muted', say: ['sure', share] });
    return [language && h('span', { class: 'inline' }, pill('', 'code', language), sure)];
  },
  search_need([{ searchNeeded } = {}]) {
    if (typeof searchNeeded !== 'boolean') return [];
    return [searchNeeded ? pill('busy', 'needed') : pill('good', 'notNeeded')];
  },
};

function card(actionType, superpower) {
  const { state, results = [], text = '' } = superpower ?? {};
  const figures = (superpower && FIGURES[actionType]?.(results)) || [];
  const shown = figures.filter(Boolean);
  // The sentences of the risks say what the rows above have said.
  const isSaid = actionType === 'risk' && shown.length > 0;
  const title = KNOWN[actionType] ? { say: KNOWN[actionType] } : {};
  return h(
    'li',
    { class: 'superpower', 'data-state': superpower ? state : 'none' },
    h('h4', title, !KNOWN[actionType] && asTitle(actionType).slice(0, MOST_PILL)),
    shown.length > 0 && h('div', { class: 'figures' }, ...shown),
    state === 'started' && h('p', { class: 'muted', say: 'looking' }),
    !isSaid &&
      state !== 'started' &&
      h('p', { class: 'muted', dir: 'auto' }, superpower ? text.slice(0, MOST_LETTERS) : '–'),
  );
}

const hasSome = ({ superpowers }) => Object.keys(superpowers ?? {}).length > 0;

/** The reply whose superpowers are shown: the selected one, or the newest that has any. */
export const whoseSuperpowers = (messages, selected) =>
  selected && hasSome(selected) ? selected : messages.findLast((message) => isReply(message) && hasSome(message));

export function createSuperpowers() {
  const list = h('ol', { class: 'superpowers', role: 'list' });
  const whose = h('p', { class: 'whose muted', hidden: true });
  return {
    node: h('div', {}, whose, list),
    /** @param {object[]} messages @param {object | undefined} selected */
    show(messages, selected) {
      const reply = whoseSuperpowers(messages, selected);
      const found = reply?.superpowers ?? {};
      whose.hidden = !reply || reply === selected;
      if (!whose.hidden) tell(whose, 'ofEarlierReply', reply.at, reply.text.slice(0, 60));
      const names = [...new Set([...Object.keys(KNOWN), ...Object.keys(found)])];
      fillList(list, names, (name) => card(name, found[name]), MOST_CARDS);
    },
  };
}
