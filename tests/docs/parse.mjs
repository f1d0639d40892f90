// Code of the texts that is no program of ours: read by a parser of its language, where there is one on this machine.
import { spawnSync } from 'node:child_process';
import { Engine as PhpParser } from 'php-parser';
import { format } from 'prettier';
import { compile as compileSvelte } from 'svelte/compiler';
import { compileScript, compileTemplate, parse as parseVue } from 'vue/compiler-sfc';

/** @typedef {import('./blocks.mjs').Block} Block */

/** What another program says of a text on its standard input; nothing if it is content. */
function saidBy(command, args, input) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? undefined : `${stdout}${stderr}`.trim();
}

/** What Prettier's parser of a language says. */
const byPrettier = (parser) => async (code) => {
  try {
    await format(code, { parser, embeddedLanguageFormatting: 'off' });
  } catch (error) {
    return error.message;
  }
};

/** A component of Vue: its script as a program, together with what its template asks of it. */
function vueProgram({ code, line }) {
  const { descriptor, errors } = parseVue(code, { filename: 'Block.vue' });
  if (errors.length > 0) throw errors[0];
  if (!descriptor.scriptSetup && !descriptor.script) {
    const { errors: faults } = compileTemplate({ source: descriptor.template.content, filename: 'Block.vue', id: 'b' });
    if (faults.length > 0) throw new Error(faults.map(String).join('\n'));
    return [];
  }
  const { content } = compileScript(descriptor, { id: 'b', inlineTemplate: true });
  const { lang = 'js' } = descriptor.scriptSetup ?? descriptor.script;
  return [{ code: content, line, language: lang }];
}

/** What stands in the scripts of markup, with the line where each begins. */
function scriptsIn({ code, line }, isWanted = (_attributes) => true) {
  const scripts = [];
  for (const found of code.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    const [, attributes, content] = found;
    if (!content.trim() || !isWanted(attributes)) continue;
    const before = code.slice(0, found.index + found[0].indexOf('>') + 1);
    scripts.push({
      code: content,
      line: line + before.split('\n').length - 1,
      language: /lang="ts"/.test(attributes) ? 'ts' : 'js',
    });
  }
  return scripts;
}

const isProgram = (attributes) => !/type="(?!module)/.test(attributes);

/** The programs within a piece of code: what a compiler of TypeScript can say something about. */
export function programsIn(block) {
  if (block.language === 'vue') return vueProgram(block);
  if (block.language === 'html') return scriptsIn(block, isProgram);
  if (block.language === 'svelte') return scriptsIn(block);
  return [];
}

/**
 * By language: what says what is wrong with a text, and which program that needs.
 * @type {Record<string, { check: (code: string, block: Block) => Promise<string | undefined> | string | undefined, needs?: string }>}
 */
export const PARSERS = {
  sh: { check: (code) => saidBy('bash', ['-n'], code), needs: 'bash' },
  bash: { check: (code) => saidBy('bash', ['-n'], code), needs: 'bash' },
  php: {
    check(code) {
      try {
        new PhpParser({ parser: { version: 803 } }).parseCode(code, 'block.php');
      } catch (error) {
        return error.message;
      }
    },
  },
  python: {
    check: (code) => saidBy('python3', ['-c', "import sys; compile(sys.stdin.read(), 'block', 'exec')"], code),
    needs: 'python3',
  },
  json: { check: byPrettier('json') },
  jsonc: { check: byPrettier('jsonc') },
  css: { check: byPrettier('css') },
  yaml: { check: byPrettier('yaml') },
  html: { check: byPrettier('html') },
  vue: { check: byPrettier('vue') },
  svelte: {
    check(code) {
      try {
        compileSvelte(code, { filename: 'Block.svelte', generate: 'client' });
      } catch (error) {
        return error.message;
      }
    },
  },
  diff: {
    check: (code) =>
      code
        .split('\n')
        .filter((line) => line && !/^([-+ ]|@@|diff |index )/.test(line))
        .map((line) => `no line of a diff: ${line}`)
        .join('\n') || undefined,
  },
  // Headers and layouts, which no program reads.
  http: { check: () => undefined },
  text: { check: () => undefined },
  '': { check: () => undefined },
};

/** Whether a program is on this machine. */
export const isHere = (program) => !spawnSync(program, ['--version']).error;
