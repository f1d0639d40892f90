// The declarations of the built package against programs that must compile and lines that must not, as a dependency of
// other people's projects would be: for the oldest TypeScript that is supported and the newest, for every way to resolve
// a module, from ES modules and from CommonJS; and against what the package really exports and requires.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, say } from '../../pkg-template/build/log.mjs';
import { pkg, root, target } from '../../pkg-template/build/paths.mjs';
import { typeCounts } from '../counts.mjs';
import { checkEditor } from './editor.mjs';
import { checkMessages } from './messages.mjs';
import { checkNames } from './names.mjs';
import { checkRequired } from './required.mjs';

const place = path.join(target, 'types');
const here = path.join(root, 'tests', 'types');
const programs = readdirSync(path.join(here, 'programs')).sort();
const newest = readdirSync(path.join(here, 'newest')).sort();

/** All that the declarations need; the newest programs ask for what is newer still. */
const LIB = ['es2022', 'dom'];

const RESOLUTIONS = [
  { module: 'esnext', moduleResolution: 'bundler', kind: 'esm' },
  { module: 'node16', moduleResolution: 'node16', kind: 'esm' },
  { module: 'node16', moduleResolution: 'node16', kind: 'cjs' },
  { module: 'nodenext', moduleResolution: 'nodenext', kind: 'esm' },
  { module: 'nodenext', moduleResolution: 'nodenext', kind: 'cjs' },
];

/** @param {string} name the package's name in node_modules: what package-lock.json has it at is what is tested */
const compiler = (name) => ({
  title: `TypeScript ${JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version}`,
  tsc: path.join(root, 'node_modules', name, 'bin', 'tsc'),
});
const OLDEST = compiler('typescript-5.0');
const NEWEST = compiler('typescript-7');

/** The package as an installed one, as far as a compiler looks at it, and the programs beside it. */
function install() {
  rmSync(place, { recursive: true, force: true });
  const folder = path.join(place, 'node_modules', 'optave-web-sdk');
  mkdirSync(folder, { recursive: true });
  const { files } = JSON.parse(readFileSync(path.join(pkg, 'package.json'), 'utf8'));
  for (const name of files.filter((file) => /\.d\.c?ts$/.test(file)).concat('package.json')) {
    cpSync(path.join(pkg, name), path.join(folder, name));
  }
  for (const [kind, type] of [
    ['esm', 'module'],
    ['cjs', 'commonjs'],
  ]) {
    mkdirSync(path.join(place, kind));
    writeFileSync(path.join(place, kind, 'package.json'), JSON.stringify({ type }));
    for (const name of ['programs', 'newest'])
      cpSync(path.join(here, name), path.join(place, kind), { recursive: true });
  }
}

/** Compiles files of a folder in `place`; answers what tsc printed, with the paths of the sources. */
export async function compile({ tsc }, { kind, files, lib = LIB, types = [], ...options }) {
  const config = path.join(place, kind, 'tsconfig.json');
  const compilerOptions = {
    target: 'es2022',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    lib,
    types,
    typeRoots: [path.join(root, 'node_modules', '@types')],
    ...options,
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const args = [tsc, '-p', path.basename(config), '--pretty', 'false'];
  const cwd = path.dirname(config);
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd, allowFailure: true });
  return { code, output: `${stdout}\n${stderr}` };
}

const added = (...all) =>
  all.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }));

async function compiles(version, options) {
  const { module, moduleResolution, kind, files, lib = LIB, types = [] } = options;
  const { code, output } = await compile(version, options);
  const counts = typeCounts(output, files);
  const from = kind === 'cjs' ? 'CommonJS' : 'ES modules';
  const where = [moduleResolution, from, module === moduleResolution ? '' : module, ...lib, ...types].filter(Boolean);
  say(`${code === 0 ? 'ok' : 'FAILED'}: ${version.title}, ${where.join(', ')}: ${files.length} programs`);
  if (code !== 0) say(output.trim());
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Runs all of it. */
export async function typeTests() {
  install();
  let counts = { passed: 0, failed: 0 };
  for (const resolution of RESOLUTIONS) {
    counts = added(counts, await compiles(OLDEST, { ...resolution, files: programs }));
    counts = added(counts, await compiles(NEWEST, { ...resolution, files: programs }));
  }
  const plain = RESOLUTIONS[3];
  // Without `exactOptionalPropertyTypes`, as most are.
  counts = added(counts, await compiles(OLDEST, { ...plain, files: programs, exactOptionalPropertyTypes: false }));
  // The least that the declarations need, in a page and in a worker, where there are no elements.
  for (const place of ['dom', 'webworker']) {
    const floor = { lib: ['es2018', place], target: 'es2018' };
    const files = programs.filter((name) => place === 'dom' || name !== 'chat.ts');
    counts = added(counts, await compiles(OLDEST, { ...plain, files, ...floor }));
  }
  // With `using`, where there is one.
  counts = added(
    counts,
    await compiles(NEWEST, { ...plain, files: newest, lib: [...LIB, 'esnext.disposable'], jsx: 'react-jsx' }),
  );
  // A server without the browser's types has Node's, which are enough for all but the entry that loads a file.
  const onServer = programs.filter((name) => !['chat.ts', 'entries.ts', 'options.ts'].includes(name));
  counts = added(counts, await compiles(NEWEST, { ...plain, files: onServer, lib: ['es2022'], types: ['node'] }));
  counts = added(counts, await checkNames());
  counts = added(counts, await checkMessages([OLDEST, NEWEST], compile));
  counts = added(counts, await checkEditor(OLDEST, NEWEST));
  counts = added(counts, await checkRequired([OLDEST, NEWEST], compile));
  return counts;
}
