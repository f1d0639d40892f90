// The classic script: one global, with what the default entry exports.
import { OptaveClient, OptaveError, OptaveRequest } from './index.js';
import { publish } from './publish.js';

// Each by its name: the object of all of them would be made by way of the page's prototypes.
publish({ OptaveClient, OptaveError, OptaveRequest });
