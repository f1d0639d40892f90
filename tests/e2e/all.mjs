// The end-to-end tests in one process with one browser: how Firefox and WebKit run them, which take seconds to start.
import { readdirSync } from 'node:fs';

const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.test.mjs'));
// Of the other entries only the one that is other code, and that last: it stays the entry of all that follow.
const isEntry = (file) => file.startsWith('entry-');
for (const file of [...files.filter((file) => !isEntry(file)).sort(), 'entry-js.test.mjs']) {
  await import(new URL(file, import.meta.url).href);
}
