// What the commands say while they work, and how they run other programs. Everything goes to stderr, so that a
// command whose stdout is meant for a program (npm run sandbox) keeps it clean. Node built-ins only: this runs
// before node_modules exists.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export class Failure extends Error {
  /** A failure whose message is the whole story: printed without a stack. */
  constructor(message) {
    super(message);
    this.name = 'Failure';
  }
}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Runs `work`, saying first what it does and how long that usually takes, then how long it took. */
export async function step(title, expected, work) {
  const began = Date.now();
  say(`- ${title}${expected ? ` (usually ${expected})` : ''}`);
  const result = await work();
  say(`  done in ${duration(Date.now() - began)}`);
  return result;
}

const children = new Set();
// Ctrl-C reaches the whole foreground group by itself; a plain kill of this process reaches only us.
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal);
    process.exit(1);
  });
}

/** Shows what a program prints; with a label line by line and named, because several programs may be at work. */
function passOn(label) {
  if (!label) return { write: (text) => void process.stderr.write(text), end() {} };
  let rest = '';
  return {
    write(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) say(`${label} | ${line}`);
    },
    end: () => rest && say(`${label} | ${rest}`),
  };
}

/**
 * Runs a program to its end. `show: 'all'` passes its output through, `'summary'` prints a heartbeat line and keeps
 * the output for the error message, `'none'` only keeps it. A `label` is put before each line that is passed through.
 * Answers `{ code, stdout, stderr }`; a code other than 0 throws unless `allowFailure`.
 */
export async function run(command, args, options = {}) {
  const { show = 'none', allowFailure = false, summarise, onOutput, label, ...spawnOptions } = options;
  const inherit = show === 'all' && !onOutput && !label;
  const child = spawn(command, args, {
    ...spawnOptions,
    // stdout of a shown program goes to our stderr as well, see above.
    stdio: inherit ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const began = Date.now();
  let stdout = '';
  let stderr = '';
  const shown = [passOn(label), passOn(label)];
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    onOutput?.(text);
    if (show === 'all') shown[0].write(text);
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    onOutput?.(text);
    if (show === 'all') shown[1].write(text);
  });
  const heartbeat =
    show === 'summary'
      ? setInterval(() => {
          const detail = summarise?.(stdout + stderr);
          say(`  ... ${duration(Date.now() - began)}${detail ? `, ${detail}` : ''}`);
        }, 10_000)
      : undefined;
  let code;
  try {
    [code] = await Promise.race([
      once(child, 'close'),
      once(child, 'error').then(([error]) => {
        throw error;
      }),
    ]);
  } catch (error) {
    if (error.code === 'ENOENT' && allowFailure) return { code: 127, stdout, stderr };
    if (error.code === 'ENOENT') throw new Failure(`${command} was not found on this machine.`);
    throw error;
  } finally {
    clearInterval(heartbeat);
    children.delete(child);
    for (const output of shown) output.end();
  }
  if (code !== 0 && !allowFailure) {
    const tail = inherit || show === 'all' ? '' : `\n${(stdout + stderr).trimEnd().split('\n').slice(-40).join('\n')}`;
    throw new Failure(`\`${[command, ...args].join(' ')}\` failed with code ${code}.${tail}`);
  }
  return { code, stdout, stderr };
}

/** Runs a command's main function; a `Failure` is printed as its message alone. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say('');
    say(error instanceof Failure ? `FAILED: ${error.message}` : (error.stack ?? String(error)));
    process.exitCode = 1;
  }
}
