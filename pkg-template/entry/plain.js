// The module's twin in plain JavaScript.
import { imports, named } from 'optave:imports';
import { instantiate as begin } from 'optave:plain';
import { watch } from './views.js';

export function instantiate() {
  const exports = begin(imports);
  watch(named(exports).memory);
  return exports;
}
