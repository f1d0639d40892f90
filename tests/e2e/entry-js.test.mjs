// What is tested of the default entry, with `optave-web-sdk/js`.
import { testEntry } from './entries.mjs';

await testEntry('js');
