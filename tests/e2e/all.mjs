// All end-to-end tests in one process with one browser: how Firefox and WebKit run them, which take seconds to start.
import { readdirSync } from 'node:fs';

for (const file of readdirSync(new URL('.', import.meta.url)).sort()) {
  if (file.endsWith('.test.mjs')) await import(new URL(file, import.meta.url).href);
}
