// The classic script: one global, with what the default entry exports.
import * as entry from './index.js';
import { publish } from './publish.js';

publish(entry);
