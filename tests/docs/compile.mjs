// Programs of the texts for the compiler: each in a file whose lines are those of the text, so that what the compiler says
// of a line is true of the text.
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { run } from '../../pkg-template/build/log.mjs';
import { root } from '../../pkg-template/build/paths.mjs';
import { slugOf } from './blocks.mjs';

/** @typedef {import('./blocks.mjs').Block} Block */

const tsc = path.join(root, 'node_modules', 'typescript-7', 'bin', 'tsc');

/** Of these an editor says little. */
const LOOSE = ['js', 'mjs', 'jsx'];

/**
 * The text of a program, each line where the text has it.
 * @param {Block[]} chain
 * @param {(block: Block) => string} [before] what stands in the line before a piece, where the text has its fence
 */
export function programOf(chain, before = ({ declared }) => declared.replaceAll('\n', ' ')) {
  const lines = [];
  for (const block of chain) {
    const at = block.line - 1;
    while (lines.length < at) lines.push('');
    lines[at - 1] = before(block);
    lines.push(...block.code.replace(/\n$/, '').split('\n'));
  }
  return `${lines.join('\n')}\nexport {};\n`;
}

/** What a text declares, by its names. */
const namesIn = (declared) =>
  ts
    .createSourceFile('with.ts', declared, ts.ScriptTarget.Latest)
    .statements.flatMap((statement) =>
      ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => /** @type {ts.Identifier} */ (name).text)
        : [/** @type {ts.FunctionDeclaration} */ (statement).name.text],
    );

/** JavaScript can declare nothing: it imports what a file beside it declares. */
function declaredBeside(folder, chain) {
  const slug = slugOf(chain[0]);
  const declared = chain.map((block) => block.declared).filter(Boolean);
  if (declared.length === 0) return () => '';
  writeFileSync(path.join(folder, `${slug}.with.d.ts`), declared.join(';\n').replaceAll('declare ', 'export declare '));
  const names = declared.flatMap(namesIn);
  return (block) => (block === chain[0] ? `import { ${names.join(', ')} } from './${slug}.with.js';` : '');
}

/** A file that a program imports is one that the page has shown before: the last that exports what is imported. */
function fromPage(text, chain, all) {
  return text.replace(/\{\s*(\w+)[^}]*\} from '(?:\.\.?|\$lib|[~@])\/[^']*'/g, (found, name) => {
    const shown = all.filter(([{ file, line }]) => file === chain[0].file && line < chain[0].line);
    const exported = new RegExp(`export (?:declare )?(?:const|let|function|class|async function) ${name}\\b`);
    const source = shown.findLast((each) => each.some(({ code }) => exported.test(code)));
    return source ? found.replace(/'[^']*'$/, `'./${slugOf(source[0])}'`) : found;
  });
}

/**
 * Compiles programs, those in JavaScript with as little as an editor says of it.
 * @param {string} folder
 * @param {Block[][]} chains
 * @returns {Promise<Map<string, string[]>>} what is wrong, by the slug of each program that is
 */
export async function compile(folder, chains) {
  copyFileSync(path.join(root, 'tests', 'docs', 'foreign.d.ts'), path.join(folder, 'foreign.d.ts'));
  const named = chains.map((chain) => {
    const isLoose = LOOSE.includes(chain[0].language);
    const name = `${slugOf(chain[0])}.${isLoose ? 'jsx' : 'tsx'}`;
    const text = programOf(chain, isLoose ? declaredBeside(folder, chain) : undefined);
    writeFileSync(path.join(folder, name), fromPage(text, chain, chains));
    return { name, chain, isLoose };
  });
  const found = new Map();
  for (const loose of [true, false]) {
    const mine = named.filter(({ isLoose }) => isLoose === loose);
    const config = path.join(folder, loose ? 'loose.json' : 'strict.json');
    const compilerOptions = {
      target: 'es2023',
      module: 'esnext',
      moduleResolution: 'bundler',
      moduleDetection: 'force',
      lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'],
      types: ['node', 'react'],
      typeRoots: [path.join(root, 'node_modules', '@types')],
      jsx: 'react-jsx',
      strict: true,
      experimentalDecorators: true,
      noEmit: true,
      skipLibCheck: true,
      resolveJsonModule: true,
      // Where the demo, or a host, serves the package.
      paths: {
        '/pkg/*': ['./node_modules/optave-web-sdk/*'],
        '/node_modules/*': ['./node_modules/*'],
      },
      ...(loose && { allowJs: true, checkJs: true }),
      ...(loose && { noImplicitAny: false, strictNullChecks: false, useUnknownInCatchVariables: false }),
    };
    writeFileSync(
      config,
      JSON.stringify({ compilerOptions, files: ['foreign.d.ts', ...mine.map(({ name }) => name)] }),
    );
    const { stdout, stderr, code } = await run(process.execPath, [tsc, '-p', config, '--pretty', 'false'], {
      cwd: folder,
      allowFailure: true,
    });
    const lines = `${stdout}\n${stderr}`.split('\n');
    for (const { name, chain } of mine) {
      const said = lines
        .filter((line) => line.startsWith(`${name}(`))
        .map((line) => line.replace(/^[^(]*\((\d+),\d+\)/, `${chain[0].file}:$1`));
      if (said.length > 0) found.set(slugOf(chain[0]), said);
    }
    if (code !== 0 && found.size === 0) throw new Error(lines.join('\n'));
  }
  return found;
}
