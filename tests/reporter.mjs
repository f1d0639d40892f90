// A reporter of `node --test` beside the one that people read. It adds lines of JSON to the file OPTAVE_REPORT: how long
// each test file took, and which tests failed and why. At once, because a runner that is made to exit loses the rest.
import { appendFileSync } from 'node:fs';
import path from 'node:path';

/** In a process of its own each file is a test by its path; where many share a process, each is a suite by its name. */
const isFile = ({ nesting, name }) => nesting === 0 && name.endsWith('.test.mjs');

/** A suite fails with its tests, which have told why. */
const isOwn = ({ failureType }) => failureType !== 'subtestsFailed';

const add = (line) => appendFileSync(process.env.OPTAVE_REPORT, `${JSON.stringify(line)}\n`);

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:complete') continue;
    const { duration_ms: ms, error } = data.details;
    const name = isFile(data) ? path.basename(data.name) : data.name;
    if (isFile(data)) add({ file: name, ms: Math.round(ms) });
    if (error && isOwn(error)) add({ test: name, why: String(error.cause?.message ?? error.cause) });
  }
}
