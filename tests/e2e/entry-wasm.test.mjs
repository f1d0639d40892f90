// What is tested of the default entry, with `optave-web-sdk/wasm`.
import { testEntry } from './entries.mjs';

await testEntry('wasm');
