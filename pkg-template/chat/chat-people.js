// What comes where the page has `agents`: the line to its back office.
export { BackOffice } from './agents.js';
