// The end-to-end tests in one process with one browser: how Firefox and WebKit run them, which take seconds to start.
// OPTAVE_FILES is `quiet` for those of quiet.mjs, `others` for the others; without it, all.
import { readdirSync } from 'node:fs';
import { describe } from 'node:test';
// What these begin is for all files, not for the first alone.
import './helper.mjs';
import './widget-helper.mjs';
import { QUIET } from './quiet.mjs';

const WANTED = {
  quiet: (file) => QUIET.includes(file),
  others: (file) => !QUIET.includes(file),
  all: () => true,
};
const isWanted = WANTED[process.env.OPTAVE_FILES || 'all'];

const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.test.mjs'));
// Of the other entries only the one that is other code, and that last: it stays the entry of all that follow.
const isEntry = (file) => file.startsWith('entry-');
for (const file of [...files.filter((file) => !isEntry(file)).sort(), 'entry-js.test.mjs'].filter(isWanted)) {
  await new Promise((resolve, reject) => {
    describe(file, () => import(new URL(file, import.meta.url).href).then(resolve, reject));
  });
}
