// Test files that measure (how soon something is noticed, what a task costs, what memory is left) or need all of a core.
// Nothing else runs beside them in `npm test`; all others may share the machine.
export const QUIET = [
  'chaos.test.mjs',
  'demo-speed.test.mjs',
  'freeze.test.mjs',
  'half-open.test.mjs',
  'hand-over.test.mjs',
  'memory.test.mjs',
  'strict-module.test.mjs',
  'widget-large.test.mjs',
  'widget-speed.test.mjs',
];
