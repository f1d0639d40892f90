// What is shared is agreed upon first.
import('./answer.js');
