import optave = require('optave-web-sdk');
import type { OptaveUpdate } from 'optave-web-sdk';

// Compiled for its types only: CommonJS gets the declarations of its own entry.
export const textOf = (update: OptaveUpdate): string => update.text;
export const version: string = optave.OptaveClient.getSdkVersion();
