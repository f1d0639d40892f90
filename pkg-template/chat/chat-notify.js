// What comes where the page has `notify`: title, sound and notification.
export { createNotices } from './notices.js';
