// The adapters for frameworks: thin modules beside the entries, which know the client by its type alone, so that no page
// has it twice. The framework is the page's own.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { readableMap, shrink } from './bundle.mjs';
import { run } from './log.mjs';
import { pkg, root, target, template } from './paths.mjs';

/** Each with what it imports, and the kinds of modules that its framework has. */
const ADAPTERS = {
  react: { external: ['react'], formats: ['esm', 'cjs'] },
  vue: { external: ['vue'], formats: ['esm', 'cjs'] },
  svelte: { external: ['svelte', 'svelte/store'], formats: ['esm'] },
};

const folder = path.join(template, 'adapters');
const declarations = path.join(target, 'adapters');

/** @returns {Promise<Record<string, { code: string, map?: string }>>} the scripts, by their names */
export async function bundleAdapters() {
  const scripts = {};
  for (const [name, { external, formats }] of Object.entries(ADAPTERS)) {
    for (const format of formats) {
      const isModule = format === 'esm';
      /** @type {import('esbuild').BuildOptions} */
      const settings = isModule
        ? { format: 'esm', platform: 'browser', sourcemap: 'external' }
        : // Node finds the names of exports only in what is made for it.
          { format: 'cjs', platform: 'node' };
      const file = `${name}.${isModule ? 'js' : 'cjs'}`;
      const { outputFiles } = await build({
        entryPoints: [path.join(folder, `${name}.ts`)],
        outfile: path.join(pkg, file),
        bundle: true,
        write: false,
        ...settings,
        target: 'es2022',
        charset: 'utf8',
        legalComments: 'none',
        minify: true,
        external,
        logLevel: 'error',
        absWorkingDir: root,
      });
      const [bundled, bundledMap] = outputFiles.map(({ text }) => text).reverse();
      // What is written for Node's reader of exports has to stay as it is.
      const { code, map } = isModule ? await shrink(bundled, bundledMap) : { code: bundled };
      scripts[file] = map
        ? { code: `${code}\n//# sourceMappingURL=${file}.map\n`, map: readableMap(map, file) }
        : { code };
    }
  }
  return scripts;
}

/** Their declarations, made by the compiler from their sources. `pkg/index.d.ts` has to be there. */
export async function adapterTypes() {
  rmSync(declarations, { recursive: true, force: true });
  const tsc = path.join(root, 'node_modules', 'typescript-7', 'bin', 'tsc');
  await run(process.execPath, [tsc, '-p', folder, '--outDir', declarations, '--pretty', 'false'], { cwd: root });
  const names = ['adapters', ...Object.keys(ADAPTERS)].map((name) => `${name}.d.ts`);
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(declarations, name), 'utf8')]));
}
