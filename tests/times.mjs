// A reporter of `node --test` beside the one that people read: a line of JSON for every test file, with how long it took.
import path from 'node:path';

/** In a process of its own each file is a test by its path; where many share a process, each is a suite by its name. */
const isFile = ({ nesting, name }) => nesting === 0 && name.endsWith('.test.mjs');

export default async function* times(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:complete' || !isFile(data)) continue;
    yield `${JSON.stringify({ file: path.basename(data.name), ms: Math.round(data.details.duration_ms) })}\n`;
  }
}
