// The README of the repository and that of the package say the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** What is for the repository alone stands between two comments. */
const OWN = /<!-- repository -->\n[\s\S]*?<!-- \/repository -->\n\n/g;

test('the package’s README is the repository’s, without what is for the repository alone', () => {
  const readme = read('README.md');
  assert.ok(readme.match(OWN)?.length > 0);
  assert.equal(read('pkg-template/README.md'), readme.replace(OWN, '').replaceAll('](pkg-template/docs/', '](docs/'));
});

test('the README is one that somebody reads to its end', () => {
  assert.ok(read('README.md').split('\n').length <= 251);
});
