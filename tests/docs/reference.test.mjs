// Every name that the package exports says what it is, and so does every member of it; times and sizes say their unit,
// options their default, and what is called shows how.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModel } from '../../pkg-template/build/docs/reference/model.mjs';

const entries = await readModel();
const entities = entries.flatMap((entry) => entry.entities);

/** Every member, also of object types that are written down on the spot, with whose it is. */
function* membersOf(owner, path = owner.name, top = owner) {
  for (const member of owner.members) {
    yield { member, owner, top, name: `${path}.${member.name}` };
    yield* membersOf(member, `${path}.${member.name}`, top);
  }
}

const members = entities.flatMap((entity) => [...membersOf(entity)]);

/** What a comment says, its tags included. */
const said = ({ comment: { summary, tags } }) => [summary, ...tags.map(({ text }) => text)].join(' ');

const isSentence = ({ comment: { summary } }) => /\w[\s\S]*\s[\s\S]*[.:)`|*]$|^\S+\.$/.test(summary);

test('there is something to look at', () => {
  assert.ok(entities.length > 150 && members.length > 500, `${entities.length} names, ${members.length} members`);
});

test('every exported name has a sentence', () => {
  const faults = entities.filter((entity) => !isSentence(entity)).map(({ where, name }) => `${where}: ${name}`);
  assert.deepEqual(faults, []);
});

test('every member has a sentence', () => {
  const faults = members
    .filter(({ member }) => !isSentence(member))
    .map(({ member: { where, comment }, name }) => `${where}: ${name} ${comment.summary}`.trim());
  assert.deepEqual(faults, []);
});

test('times and sizes say their unit', () => {
  const UNITS = [
    { named: /Ms$|^ms$|(?<![Ff])[a-z]At$|^at$/, unit: /milliseconds|ISO 8601/i },
    { named: /Bytes$|^bytes$|SIZE/, unit: /bytes/i },
  ];
  const faults = members.flatMap(({ member, top, name }) =>
    UNITS.filter(
      ({ named, unit }) =>
        named.test(member.name) && /\bnumber\b/.test(member.text) && !unit.test(said(member)) && !unit.test(said(top)),
    ).map(({ unit }) => `${member.where}: ${name}: ${unit.source}`),
  );
  assert.deepEqual(faults, []);
});

test('every option says its default', () => {
  const faults = members
    .filter(({ top, member }) => /(Options|Settings|Transport)$/.test(top.name) && /^[\w']+\?:/.test(member.text))
    .filter(({ member }) => !/\bdefault\b|required|not used/i.test(said(member)))
    .map(({ member, name }) => `${member.where}: ${name}`);
  assert.deepEqual(faults, []);
});

test('what is called, or made, has an example', () => {
  const called = entities.filter(
    ({ kind, name }) => kind === 'function' || kind === 'class' || name === 'OptaveClient',
  );
  const faults = called
    .filter(({ comment: { summary, tags } }) => !summary.includes('```') && !tags.some(({ tag }) => tag === '@example'))
    .map(({ where, name }) => `${where}: ${name}`);
  assert.deepEqual(faults, []);
});
