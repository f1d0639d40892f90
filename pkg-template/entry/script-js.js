// The classic script without WebAssembly, for hosts that take neither modules nor WebAssembly: content scripts, Salesforce.
import { OptaveClient, OptaveError, OptaveRequest } from './js.js';
import { publish } from './publish.js';

// Each by its name: the object of all of them would be made by way of the page's prototypes.
publish({ OptaveClient, OptaveError, OptaveRequest });
