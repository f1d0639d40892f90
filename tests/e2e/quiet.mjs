// Test files that measure: how soon something is noticed, what a task costs, what memory is left. Nothing else runs
// beside them in `npm test`; all others may share the machine.
export const QUIET = [
  'freeze.test.mjs',
  'half-open.test.mjs',
  'memory.test.mjs',
  'strict-module.test.mjs',
  'widget-speed.test.mjs',
];
