// `npm run audit`: under which licences, and from where, the crates come that are compiled in; known faults in them; and
// whether the npm packages are those that were published. The last two ask the internet: where it cannot be reached,
// that is said, and is no failure.
import path from 'node:path';
import { Failure, main, run, say } from '../../pkg-template/build/log.mjs';
import { root } from '../../pkg-template/build/paths.mjs';
import { setUp } from '../../pkg-template/build/setup.mjs';
import { ensureTool, toolBinary } from '../../pkg-template/build/tools.mjs';

const UNREACHABLE =
  /failed to fetch|could not (?:resolve|connect)|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|E40[34]|E5\d\d|network/i;

const shown = (command, args) => run(command, args, { cwd: root, show: 'all', onOutput: () => {}, allowFailure: true });

const deny = (...checks) =>
  shown(toolBinary('cargo-deny'), ['--config', path.join('tests', 'audit', 'deny.toml'), 'check', ...checks]);

const CHECKS = {
  'licences and origins of the crates': { run: () => deny('licenses', 'bans', 'sources') },
  'known faults in the crates': { run: () => deny('advisories'), asksInternet: true },
  'signatures of the npm packages': {
    run: () => shown('npm', ['audit', 'signatures']),
    asksInternet: true,
  },
};

await main(async () => {
  await setUp('check');
  await ensureTool('cargo-deny');
  const failed = [];
  for (const [name, { run: check, asksInternet }] of Object.entries(CHECKS)) {
    say(`\n=== ${name}`);
    const { code, stdout, stderr } = await check();
    if (code === 0) say(`ok: ${name}`);
    else if (asksInternet && UNREACHABLE.test(`${stdout}\n${stderr}`))
      say(`NOT CHECKED, the internet was asked in vain: ${name}`);
    else failed.push(name);
  }
  if (failed.length > 0) throw new Failure(`There are findings: ${failed.join('; ')}.`);
});
