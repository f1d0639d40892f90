// The sheets of the panel; they come with it.
import below from './below.css';
import cards from './cards.css';
import composer from './composer.css';
import markdown from './markdown.css';
import messages from './messages.css';
import panel from './panel.css';
import people from './people.css';
import { sheet } from './sheet.js';

export const panelSheets = () => [panel, messages, markdown, below, composer, cards, people].map((text) => sheet(text));
