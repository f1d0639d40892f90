// What the declarations of the package say, as TypeDoc reads them: for each entry the names that it exports, for each name
// its members, and for all of them the comment and the declaration in the very words of the file.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import ts from 'typescript';
import { Failure } from '../../log.mjs';
import { pkg, template } from '../../paths.mjs';

/**
 * @typedef {object} Comment
 * @property {string} summary  Markdown
 * @property {{ tag: string, text: string }[]} tags  such as `@throws`, in their order
 *
 * @typedef {object} Member
 * @property {string} name
 * @property {string} text  its declaration
 * @property {Comment} comment
 * @property {string} where  file and line
 * @property {Member[]} members  of an object type that is written down on the spot
 *
 * @typedef {Member & { kind: string, entry: string }} Entity
 *
 * @typedef {object} Entry
 * @property {string} name  of its declaration file, such as `react`
 * @property {string} specifier  what is imported, such as `optave-web-sdk/react`
 * @property {string} about  what its first comment says
 * @property {Entity[]} entities
 * @property {string[]} passedOn  the names that another entry declares
 */

const KINDS = {
  [ReflectionKind.Class]: 'class',
  [ReflectionKind.Interface]: 'interface',
  [ReflectionKind.TypeAlias]: 'type',
  [ReflectionKind.Function]: 'function',
  [ReflectionKind.Variable]: 'constant',
  [ReflectionKind.Enum]: 'enum',
};

/** The declaration files that the package has, by the list of its files. */
export const declarationsOf = () =>
  JSON.parse(readFileSync(path.join(template, 'package.json'), 'utf8'))
    .files.filter((file) => file.endsWith('.d.ts'))
    // It declares nothing: it is `script` again.
    .filter((file) => file !== 'script-js.d.ts');

/** The nodes of a declaration file by the places of their names, `line:column` as TypeDoc counts. */
function nodesOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const nodes = new Map();
  const visit = (node) => {
    const at = node.name ?? (ts.isVariableStatement(node) ? node.declarationList.declarations[0].name : node);
    const { line, character } = source.getLineAndCharacterOfPosition(at.getStart(source));
    const key = `${line + 1}:${character}`;
    // The outermost node of a place is the declaration; of a variable, its statement.
    if (!nodes.has(key)) nodes.set(key, node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return { source, nodes };
}

/** The first lines of a file, if they are a comment that is nobody's. */
function leadingComment(text) {
  const lines = /^(?:['"]use client['"];\s*)?((?:\/\/.*\n)+)/.exec(text)?.[1] ?? '';
  return lines
    .replace(/^\/\/ ?/gm, '')
    .replaceAll('\n', ' ')
    .trim();
}

/** What an entry is for: it says so itself, or the source that it is made from does. */
function aboutOf(name, folder) {
  const sources = [path.join(folder, `${name}.d.ts`), path.join(template, 'adapters', `${name}.ts`)];
  for (const file of sources) {
    try {
      const about = leadingComment(readFileSync(file, 'utf8'));
      if (about) return about;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return '';
}

/** Markdown of a comment's parts: what `{@link}` names stands as code, which leads there by itself. */
const words = (parts) => parts.map(({ kind, text }) => (kind === 'inline-tag' ? `\`${text}\`` : text)).join('');

/** @returns {Comment} */
const commentOf = (comment) => ({
  summary: comment ? words(comment.summary).trim() : '',
  tags: (comment?.blockTags ?? []).map(({ tag, name, content }) => ({
    tag,
    text: (name ? `\`${name}\` ` : '') + words(content).trim(),
  })),
});

/** The text of a node, its lines set back to where it begins. */
function textOf(node, source, end = node.getEnd()) {
  const { character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const margin = ' '.repeat(character);
  const lines = source.text.slice(node.getStart(source), end).split('\n');
  const text = lines.map((line) => (line.startsWith(margin) ? line.slice(character) : line)).join('\n');
  return text
    .trim()
    .replace(/^export (?=declare|type|interface|class)/, '')
    .replace(/^declare /, '');
}

/** The head of a declaration that has members, as far as it says what it extends. */
function headOf(node, source) {
  const brace = node.members ? source.text.lastIndexOf('{', node.members.pos) : -1;
  return brace < 0 ? textOf(node, source) : textOf(node, source, brace);
}

/** @param {string} folder where the declarations are */
export async function readModel(folder = pkg, files = declarationsOf()) {
  const app = await Application.bootstrap(
    {
      entryPoints: files.map((file) => path.join(folder, file)),
      readme: 'none',
      sort: ['source-order'],
      kindSortOrder: [],
      excludeExternals: true,
      skipErrorChecking: true,
      disableGit: true,
      sourceLinkTemplate: '{path}',
      logLevel: 'Error',
    },
    [],
  );
  app.options.setCompilerOptions(
    files.map((file) => path.join(folder, file)),
    {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
      types: [],
      paths: { 'optave-web-sdk': [path.join(folder, 'index.d.ts')] },
    },
    undefined,
  );
  const project = await app.convert();
  if (!project) throw new Failure('TypeDoc could not read the declarations of the package.');

  const sources = new Map();
  const nodeAt = ({ fullFileName, line, character }) => {
    if (!sources.has(fullFileName)) sources.set(fullFileName, nodesOf(fullFileName));
    const { source, nodes } = sources.get(fullFileName);
    return { source, node: nodes.get(`${line}:${character}`) };
  };

  /** The members of an object type that is written down where it is used. */
  const writtenIn = (type) =>
    (type?.declaration?.children ?? []).filter((each) => each.sources ?? each.signatures?.[0].sources);

  /** @returns {Member} */
  const memberOf = (reflection) => {
    const signature = reflection.signatures?.[0] ?? reflection.getSignature;
    // A constructor is where its class is; its signature is where it stands.
    const place = (
      reflection.kind === ReflectionKind.Constructor ? signature : reflection.sources ? reflection : signature
    ).sources[0];
    const { source, node } = nodeAt(place);
    return {
      name: reflection.name,
      text: textOf(node, source),
      comment: commentOf(reflection.comment ?? signature?.comment),
      where: `${path.basename(place.fileName)}:${place.line}`,
      members: writtenIn(reflection.type).map(memberOf),
    };
  };

  /** What a reflection has of its own, in the order of the file. */
  const membersOf = (reflection) => {
    const own = (reflection.children ?? []).filter(
      ({ inheritedFrom, sources: places, flags }) => !inheritedFrom && places && !flags.isPrivate,
    );
    // Those that are inherited have no place in this file, or that of another interface.
    const isOwn = ({ sources: places }) => {
      const node = places && nodeAt(places[0]).node;
      return node?.kind === ts.SyntaxKind.IndexSignature && node.parent.name?.text === reflection.name;
    };
    return [...own, ...(reflection.indexSignatures ?? []).filter(isOwn)].map((each) => {
      const member = memberOf(each);
      if (each.kind === ReflectionKind.Constructor) return { ...member, name: 'new' };
      return own.includes(each) ? member : { ...member, name: /^(?:readonly )?(\[\w+)/.exec(member.text)[1] + ']' };
    });
  };

  /** The declarations of one name: a class may be a value and a type. */
  const entityOf = (entry, reflections) => {
    const comments = reflections.map((each) => commentOf(each.comment ?? each.signatures?.[0]?.comment));
    const parts = reflections.flatMap((each) =>
      (each.kind === ReflectionKind.Variable ||
      each.kind === ReflectionKind.TypeAlias ||
      each.kind === ReflectionKind.Interface ||
      each.kind === ReflectionKind.Class
        ? each.sources
        : each.signatures.flatMap(({ sources: places }) => places)
      ).map(nodeAt),
    );
    const texts = parts.filter(({ node }) => node).map(({ node, source }) => headOf(node, source));
    const [{ fileName, line }] = reflections[0].sources;
    const isObject = ReflectionKind.Class | ReflectionKind.Interface;
    const named = reflections.find(({ kind }) => kind & isObject) ?? reflections[0];
    return {
      entry,
      name: reflections[0].name,
      kind: KINDS[named.kind],
      text: [...new Set(texts)].join('\n\n'),
      comment: comments.find(({ summary }) => summary) ?? comments[0],
      where: `${path.basename(fileName)}:${line}`,
      members: [
        ...reflections.filter(({ kind }) => kind & isObject).flatMap(membersOf),
        // A value that is an object written down on the spot, as a global is.
        ...reflections
          .filter(({ kind }) => kind === ReflectionKind.Variable)
          .flatMap(({ type }) => writtenIn(type).map(memberOf)),
      ],
    };
  };

  /** @type {Entry[]} */
  const entries = project.children.map((module) => {
    const declared = module.children ?? [];
    const own = declared.filter(({ kind }) => KINDS[kind]);
    const names = [...new Set(own.map(({ name }) => name))];
    return {
      name: module.name,
      specifier: module.name === 'index' ? 'optave-web-sdk' : `optave-web-sdk/${module.name}`,
      about: aboutOf(module.name, folder),
      entities: names.map((name) =>
        entityOf(
          module.name,
          own.filter((each) => each.name === name),
        ),
      ),
      passedOn: declared.filter(({ kind }) => kind === ReflectionKind.Reference).map(({ name }) => name),
    };
  });
  // In the order of the package's list.
  return files.map((file) => entries.find(({ name }) => `${name}.d.ts` === file)).filter(Boolean);
}
