// What is tested of the default entry, with `optave-web-sdk/script-js`.
import { testEntry } from './entries.mjs';

await testEntry('script-js');
