// Both languages of the demo say the same things, and everything that is to be said is there.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../pkg-template/build/paths.mjs';
import { en } from '../../www-demo/page/texts/en.js';
import { fr } from '../../www-demo/page/texts/fr.js';

const demo = path.join(root, 'www-demo');
const read = (name) => readFileSync(path.join(demo, name), 'utf8');
const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, key]) => key);

const markup = matches(read('index.html') + read('methods/index.html'), /data-(?:say|label|hint|alt)="([^"]+)"/g);

const scripts = ['page', 'operator', 'wire', 'methods']
  .flatMap((folder) => readdirSync(path.join(demo, folder)).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith('.js'))
  .map(read)
  .join('\n');

test('French has every text of the markup and of the scripts, and no other', () => {
  assert.deepEqual(Object.keys(fr).sort(), [...new Set([...markup, ...Object.keys(en)])].sort());
});

test('no text of the markup is in English a second time', () => {
  assert.deepEqual(
    markup.filter((key) => key in en),
    [],
  );
});

test('what takes a value takes it in both languages', () => {
  for (const [key, text] of Object.entries(en)) {
    assert.equal(typeof fr[key], typeof text, key);
    if (typeof text === 'function') assert.equal(fr[key].length, text.length, key);
  }
});

test('each text is said somewhere', () => {
  const quoted = new Set(matches(scripts, /['"`]([\w-]+)['"`]/g));
  // Those of a family are named by the family and what it is about.
  const families = matches(scripts, /`([\w]+-)\$\{/g);
  const isSaid = (key) => quoted.has(key) || families.some((family) => key.startsWith(family));
  assert.deepEqual(
    Object.keys(en).filter((key) => !isSaid(key)),
    [],
  );
});

test('whatever a script says is there', () => {
  const said = [
    ...matches(scripts, /\b(?:say|label|hint|alt): \[?'([\w-]+)'/g),
    ...matches(scripts, /\bsay\('([\w-]+)'/g),
    ...matches(scripts, /\btell\(\w+, '([\w-]+)'/g),
  ];
  assert.ok(said.length > 60, `${said.length} keys`);
  assert.deepEqual(
    said.filter((key) => !(key in en) && !markup.includes(key)),
    [],
  );
});
