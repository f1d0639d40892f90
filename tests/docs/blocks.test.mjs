// Every piece of code in the README files and the guides is what it says: programs compile against the declarations of
// the package, all else is read by a parser of its language.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allBlocks, blocksOf, chainsOf, kindOf, placeOf, slugOf } from './blocks.mjs';
import { compile } from './compile.mjs';
import { isHere, PARSERS, programsIn } from './parse.mjs';
import { makeProject } from './project.mjs';

const blocks = allBlocks();
const isProgram = (block) => kindOf(block) === 'program';

test('programs compile against the declarations, and name nothing that is not there', async () => {
  const inside = blocks
    .filter((block) => !isProgram(block))
    .flatMap((block) => programsIn(block).map((part) => [{ ...block, ...part }]));
  const chains = [...chainsOf(blocks.filter(isProgram)), ...inside];
  assert.ok(chains.length > 0);
  const found = await compile(makeProject('compile'), chains);
  assert.deepEqual([...found.values()].flat(), []);
});

const missing = Object.values(PARSERS)
  .map(({ needs }) => needs)
  .filter((program) => program && !isHere(program));

for (const language of [
  ...new Set(blocks.filter((block) => !isProgram(block)).map((block) => block.language)),
].sort()) {
  const { check, needs } = PARSERS[language] ?? {};
  test(
    `${language || 'what names no language'}: each piece can be read`,
    { skip: missing.includes(needs) && `${needs} is not on this machine` },
    async () => {
      assert.ok(check, `the checks do not know the language ${language}, see tests/docs/parse.mjs`);
      const faults = [];
      for (const block of blocks.filter((each) => each.language === language)) {
        const said = await check(block.code, block);
        if (said) faults.push(`${placeOf(block)}: ${said}`);
      }
      assert.deepEqual(faults, []);
    },
  );
}

test('what is said after a language is known to the checks', () => {
  const known = ['run', 'node', 'continued'];
  const unknown = blocks.filter(({ words }) => !words.every((word) => known.includes(word))).map(placeOf);
  assert.deepEqual(unknown, []);
});

test('the checks find what is wrong, and say where', async () => {
  const text = [
    '# Title',
    '<!-- with: declare const client: import("optave-web-sdk").OptaveClient -->',
    '',
    '```js',
    'client.interactoin({});',
    '```',
    '',
    '```js continued',
    'client.cleanUp();',
    '```',
    '',
    '```json',
    '{ "a": }',
    '```',
  ].join('\n');
  const wrong = blocksOf('wrong.md', text);
  assert.equal(wrong[0].line, 5);
  assert.match(await PARSERS.json.check(wrong[2].code, wrong[2]), /^Unexpected token/);
  const chains = chainsOf(wrong.filter(isProgram));
  const found = await compile(makeProject('wrong'), chains);
  assert.deepEqual([...found.keys()], [slugOf(wrong[0])]);
  const [first, second] = found.values().next().value;
  assert.match(first, /^wrong\.md:5: error TS2551: .*interactoin/);
  assert.match(second, /^wrong\.md:9: error TS2551: .*cleanUp/);
});
