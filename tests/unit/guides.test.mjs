// What has a name in the package has its place in the guides: options, faults of the sandbox.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FAULTS } from '../../www-demo/sandbox/faults/table.mjs';

const read = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const namesIn = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);

/** The fields of a struct in Rust, by their names in JavaScript. */
function fieldsOf(declarations, struct) {
  const [, body] = new RegExp(`pub struct ${struct} \\{\\n([\\s\\S]*?)\\n\\}`).exec(declarations);
  const fields = namesIn(body, /^ {4}(\w+): /gm);
  assert.ok(fields.length > 1, struct);
  return fields.map((name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()));
}

test('every option has a row, a client’s and a request’s', () => {
  const declarations = read('src/browser/declarations/options.rs');
  const [ofClients, ofRequests] = read('pkg-template/docs/options.md').split('## Options of a single request');
  for (const [text, structs] of [
    [ofClients, ['AutoTransport', 'ClientOptions']],
    [ofRequests, ['RequestOptions']],
  ]) {
    const rows = text.split('\n').map((line) => line.split('|')[1] ?? '');
    for (const option of structs.flatMap((struct) => fieldsOf(declarations, struct))) {
      assert.ok(
        rows.some((row) => row.includes(`\`${option}\``)),
        `options.md has no row for ${option}`,
      );
    }
  }
});

test('every fault of the sandbox is named', () => {
  const guide = read('pkg-template/docs/testing.md');
  for (const { name } of FAULTS) assert.ok(guide.includes(`\`${name}\``), `testing.md does not name ${name}`);
});
