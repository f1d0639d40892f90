// What the page's code can see of the language and the browser: every global, and every property of it and of its
// prototype, with its value or its accessors and its flags. Two surveys of one page tell what was changed in between.

const ids = new Map();
const idOf = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value);
  if (!ids.has(value)) ids.set(value, ids.size);
  return `#${ids.get(value)}`;
};

// What moves by itself, or with the test.
const VOLATILE = /^(\d+|event|length|status|name|(inner|outer)(Width|Height)|(page|scroll|screen)\w*|window\..*)$/;

function look(found, label, holder) {
  for (const key of Reflect.ownKeys(holder)) {
    const { value, get, set, ...flags } = Object.getOwnPropertyDescriptor(holder, key);
    const seen = [value, get, set].map(idOf).join(' ');
    found.set(`${label}.${String(key)}`, `${seen} ${Object.values(flags).join(' ')}`);
  }
}

export function survey() {
  const found = new Map();
  for (const key of Reflect.ownKeys(globalThis)) {
    if (VOLATILE.test(String(key))) continue;
    const { value, get, set, ...flags } = Object.getOwnPropertyDescriptor(globalThis, key);
    found.set(String(key), `${[value, get, set].map(idOf).join(' ')} ${Object.values(flags).join(' ')}`);
    const isNamespace = typeof value === 'object' && value !== null && value !== globalThis;
    if (typeof value !== 'function' && !isNamespace) continue;
    look(found, String(key), value);
    const prototype = Object.getOwnPropertyDescriptor(value, 'prototype')?.value;
    if (prototype) look(found, `${String(key)}.prototype`, prototype);
  }
  // Prototypes without a name of their own.
  const unnamed = [function* () {}, async () => {}, async function* () {}, [][Symbol.iterator](), new Map().keys()];
  unnamed.map(Object.getPrototypeOf).forEach((prototype, place) => look(found, `unnamed ${place}`, prototype));
  return found;
}

/** What is in the second survey and not the same in the first, or the other way round. */
export const changes = (before, after) =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).sort();
