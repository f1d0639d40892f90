// What is shared is agreed upon first.
import('./page.js');
