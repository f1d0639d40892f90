// What the panel says in French.
export { fr } from './texts/fr.js';
