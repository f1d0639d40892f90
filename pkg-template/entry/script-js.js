// The classic script without WebAssembly, for hosts that take neither modules nor WebAssembly: content scripts, Salesforce.
import * as entry from './js.js';
import { publish } from './publish.js';

publish(entry);
