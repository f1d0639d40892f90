// The sheets of the panel; they come with it.
import { below } from './below.js';
import { cards, composer } from './composer.js';
import { messages } from './messages.js';
import { panel } from './panel.js';

export const panelSheets = [panel, messages, below, composer, cards];
