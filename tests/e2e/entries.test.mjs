// What is tested of the default entry elsewhere, with every other entry.
import { ENTRIES } from './entries.mjs';
import { useEntry } from './helper.mjs';

const FILES = ['requests', 'required', 'errors', 'inbound', 'payload', 'reconnect', 'rest'];

for (const { entry } of ENTRIES.filter(({ entry }) => entry !== 'index')) {
  useEntry(entry);
  // Another query is another module, whose tests are defined once more.
  for (const file of FILES) await import(`./${file}.test.mjs?entry=${entry}`);
}
