// `npm run simulate`: a server that is down for a minute, and how 100,000 and 1,000,000 clients come back to it. Each is
// an engine as it is in the package, under a simulated clock (simulate.rs). Prints a table, writes recovery.svg into the
// guides, and fails when a goal under `recovery` in tests/budgets.json is missed.
import { Failure, main, run, step } from '../../pkg-template/build/log.mjs';
import { root } from '../../pkg-template/build/paths.mjs';
import { setUp } from '../../pkg-template/build/setup.mjs';

const EXAMPLE = ['--quiet', '--release', '--example', 'simulate'];

await main(async () => {
  await setUp('schema');
  await step('compiling the simulation', '1 to 2 min the first time', () =>
    run('cargo', ['build', ...EXAMPLE], { cwd: root, show: 'summary' }),
  );
  const { code, stdout } = await step('simulating 4 outages', '10 to 30 s', () =>
    run('cargo', ['run', ...EXAMPLE], { cwd: root, show: 'summary', allowFailure: true }),
  );
  console.log(`\n${stdout.trimEnd()}`);
  if (code !== 0) throw new Failure('a goal is missed');
});
