// What an error's `help` says is there: among the pages as well, under the same anchor. That the guide has a heading for
// every code is looked at in tests/unit/guides.test.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { site } from '../../pkg-template/build/docs/site.mjs';
import { pkg } from '../../pkg-template/build/paths.mjs';
import { OptaveError } from '../../src/browser/error.js';

test('`help` leads to a file of the package, and to a page', () => {
  const guide = readFileSync(path.join(pkg, 'docs', 'errors.md'), 'utf8');
  const page = readFileSync(path.join(site, 'errors.html'), 'utf8');
  const codes = [...guide.matchAll(/^## ([A-Z_]+)$/gm)].map(([, code]) => code);
  assert.ok(codes.length > 20);
  for (const code of codes) {
    const { help } = new OptaveError('It failed', { code });
    const [file, anchor] = help.split('#');
    assert.equal(file, 'docs/errors.md');
    assert.ok(page.includes(` id="${anchor}"`), help);
  }
});
