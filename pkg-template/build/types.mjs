// The package's declarations. wasm-bindgen and tsify write them, from the Rust and its comments; what is left to do here
// is what neither of them can say:
//
// - The class, of which they know no more than Rust does, gets what `pkg-template/types/index.d.ts` says better, and
//   loses what is for the machine.
// - An optional field takes `undefined` too, and the fields of an interface that says `@readonly` can only be read.
// - Everything stands in the order in which it is read.
//
// All of that is done to the tree that the TypeScript compiler makes of them, never to their text.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
// The newest TypeScript has no API for JavaScript.
import ts from 'typescript-5.0';
import { Failure } from './log.mjs';
import { template } from './paths.mjs';

const folder = path.join(template, 'types');

const CLASS = 'OptaveClient';
const CONSTRUCTOR = 'OptaveClientConstructor';

// How wasm-bindgen lets go of memory; of a client, `cleanup()` does, and the collector.
const OF_THE_MACHINE = ['free', '[Symbol.dispose]'];

// What nothing in the class leads to.
const BESIDES = ['RequestEnvelope'];

/** @param {string} file */
const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

const isStatic = (node) => ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static;
const isExported = (node) => ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export;

/** What a statement declares. */
const nameOf = (node) => (ts.isVariableStatement(node) ? node.declarationList.declarations[0] : node).name?.getText();

const commentOf = (node) => node.jsDoc?.at(-1);

/** A comment in as few lines as it has. */
function shortened(comment) {
  const lines = comment.getText().split('\n');
  const isFramed = lines[0] === '/**' && lines.at(-1).trim() === '*/';
  return lines.length === 3 && isFramed ? `/** ${lines[1].trim().slice('* '.length)} */` : lines.join('\n');
}

/** The changes to a node that say what tsify has no word for, each a place in the file and what is put there. */
function* changesOf(node) {
  const comment = commentOf(node);
  if (comment) yield { start: comment.getStart(), end: comment.getEnd(), text: shortened(comment) };
  if (ts.isPropertySignature(node) && ts.isInterfaceDeclaration(node.parent)) {
    const { name, type } = node;
    // By which serde tells objects apart: the property is of its making, and has no comment.
    if (!comment && name.getText() === 'type' && ts.isLiteralTypeNode(type))
      yield { start: node.getStart(), end: node.getStart(), text: '/** Tells it from the others. */ ' };
    const isReadonly = ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Readonly;
    if (ts.getJSDocReadonlyTag(node.parent) && !isReadonly)
      yield { start: name.getStart(), end: name.getStart(), text: 'readonly ' };
    const parts = ts.isUnionTypeNode(type) ? type.types : [type];
    if (node.questionToken && !parts.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword)) {
      const [open, close] = ts.isFunctionTypeNode(type) ? ['(', ')'] : ['', ''];
      yield { start: type.getStart(), end: type.getStart(), text: open };
      yield { start: type.getEnd(), end: type.getEnd(), text: `${close} | undefined` };
    }
  }
  for (const child of node.getChildren()) if (!ts.isJSDoc(child)) yield* changesOf(child);
}

/** The text of a node with its comment, as it is to stand in the package. */
function printed(node, begin = (commentOf(node) ?? node).getStart()) {
  const file = node.getSourceFile().text;
  let text = '';
  let at = begin;
  const changes = [...changesOf(node)]
    .filter(({ start }) => start >= begin)
    .sort((one, other) => one.start - other.start);
  for (const { start, end, text: put } of changes) {
    text += file.slice(at, start) + put;
    at = end;
  }
  return text + file.slice(at, node.getEnd());
}

/** A member of the exported class without its comment, and without saying that it is static. */
function memberText(member) {
  const word = member.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  return printed(member, word ? word.getEnd() : member.getStart()).trim();
}

/** A member's name; of a constructor or what it is in an interface, `new`. */
const memberName = (member) => member.name?.getText() ?? 'new';

/**
 * An interface of the package that holds members of the exported class: by our own declaration where there is one, with
 * the comments of Rust.
 */
function withMembers(ours, members) {
  const own = new Map(ours.members.map((member) => [memberName(member), member]));
  const lines = members.map((member) => {
    const name = memberName(member);
    const text = own.has(name) ? printed(own.get(name)) : memberText(member);
    own.delete(name);
    return `${shortened(commentOf(member))}\n${text}`;
  });
  const head = ours.getSourceFile().text.slice((commentOf(ours) ?? ours).getStart(), ours.members.pos);
  return [head, ...lines, ...[...own.values()].map((member) => printed(member)), '}'].join('\n');
}

/** The constructor, then what makes requests, then the rest, each by name: wasm-bindgen knows no order. */
const rank = (member) =>
  [ts.isConstructorDeclaration(member), member.type?.getText() === 'OptaveRequest', true].indexOf(true) +
  memberName(member);

/** The two sides of the exported class: what its objects have, and what it has itself. */
function sidesOf(exported) {
  const members = exported.members
    .filter((member) => !OF_THE_MACHINE.includes(memberName(member)))
    .sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  const isOfClass = (member) => isStatic(member) || ts.isConstructorDeclaration(member);
  return { [CLASS]: members.filter((member) => !isOfClass(member)), [CONSTRUCTOR]: members.filter(isOfClass) };
}

/** The names in a node, in order. */
function* namesIn(node) {
  if (ts.isIdentifier(node)) yield node.text;
  for (const child of node.getChildren()) yield* namesIn(child);
}

/** The names of what a statement leads to; its parameters are nobody else's. */
function leadsTo(statement) {
  const parameters = (statement.typeParameters ?? []).map(nameOf);
  return [...namesIn(statement)].filter((name) => !parameters.includes(name));
}

/**
 * The declarations that others lead to, in order: those of one step before those of two.
 * @param {Map<string, ts.Statement[]>} declared
 */
function inOrder(roots, declared) {
  const reached = new Set();
  const queue = [...roots];
  const ordered = [];
  for (const name of queue) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const statement of declared.get(name)) {
      ordered.push(statement);
      queue.push(...leadsTo(statement).filter((found) => declared.has(found)));
    }
  }
  return ordered;
}

/** `index.d.ts`, from the declarations that wasm-bindgen wrote. */
function indexTypes(generated) {
  const ours = parse(path.join(folder, 'index.d.ts')).statements;
  const theirs = parse(generated).statements;
  const exported = theirs.find((statement) => ts.isClassDeclaration(statement) && nameOf(statement) === CLASS);
  if (!exported) throw new Failure(`The crate exports no ${CLASS}.`);
  const sides = sidesOf(exported);

  const declared = new Map();
  for (const statement of theirs) {
    const name = nameOf(statement);
    if (statement !== exported) declared.set(name, [...(declared.get(name) ?? []), statement]);
  }
  // What the class calls `Given` is a parameter of the interface that it becomes.
  declared.delete('Given');
  const roots = [...ours, exported].flatMap(leadsTo).filter((name) => declared.has(name));
  const ordered = inOrder([...roots, ...BESIDES], declared);
  const unused = theirs.filter((statement) => statement !== exported && !ordered.includes(statement));
  const left = unused.filter(isExported).map(nameOf);
  if (left.length > 0) throw new Failure(`Nothing that a client gives or takes is made of ${left.join(', ')}.`);

  const texts = ours.map((statement) => {
    const isSide = ts.isInterfaceDeclaration(statement) && sides[nameOf(statement)];
    const text = isSide ? withMembers(statement, isSide) : printed(statement);
    return isSide && nameOf(statement) === CLASS ? `${shortened(commentOf(exported))}\n${text}` : text;
  });
  return format([...texts, ...ordered.map((statement) => printed(statement))].join('\n\n'), {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 120,
  });
}

/**
 * The declaration files of the package: for each entry one for `import` and one for `require()`.
 * @param {string} generated the one that wasm-bindgen wrote
 * @returns {Promise<Record<string, string>>}
 */
export async function publicTypes(generated) {
  const texts = {};
  for (const name of readdirSync(folder)) texts[name] = readFileSync(path.join(folder, name), 'utf8');
  texts['index.d.ts'] = await indexTypes(generated);
  return withTwins(texts);
}

/** Declarations, and the same for `require()`. */
export function withTwins(texts) {
  const pairs = Object.entries(texts).flatMap(([name, text]) => [
    [name, text],
    [name.replace(/\.d\.ts$/, '.d.cts'), text.replace(/'\.\/(index|adapters|chat)\.js'/g, "'./$1.cjs'")],
  ]);
  return Object.fromEntries(pairs);
}
