// What is tested of the default entry, with `optave-web-sdk/auto`.
import { testEntry } from './entries.mjs';

await testEntry('auto');
