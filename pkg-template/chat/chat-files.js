// What comes where the page has an `upload`: files that go with a message.
export { createAttachments } from './views/attachments.js';
