// The icons of the panel.
import { drawing, STROKES } from './dom.js';

// Up; the sheet turns the other one.
const THUMB =
  'M7 10.5V20H4v-9.5h3Z M7 18.8c1.6.8 3.2 1.2 5 1.2h4.2a2 2 0 0 0 2-1.6l1.2-6a2 2 0 0 0-2-2.4H13l.7-3.6A1.9 1.9 0 0 0 10.3 5L7 10.5';

const ICONS = {
  ...STROKES,
  more: 'M6 12h.01 M12 12h.01 M18 12h.01',
  expand: 'M14 5h5v5 M10 19H5v-5 M19 5l-6 6 M5 19l6-6',
  shrink: 'M19 10h-5V5 M5 14h5v5 M14 10l6-6 M10 14l-6 6',
  new: 'M12 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-6 M9.5 14.5l.6-2.6L18 4l2 2-7.9 7.9Z',
  download: 'M12 4v11 M7 11l5 5 5-5 M5 20h14',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5 M4.5 16.5h15 M10.5 19.5h3',
  file: 'M13 4H7v16h10V8Z M13 4v4h4',
  close: 'M6 6l12 12 M18 6L6 18',
  send: 'M12 19V5 M6 11l6-6 6 6',
  stop: 'M8 8h8v8H8z',
  person: 'M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z M5 19.5a7 7 0 0 1 14 0',
  offers: 'M4 12V5h7l9 9-7 7-9-9Z M8 8.5v.5',
  retry: 'M19 12a7 7 0 1 1-2.2-5.1 M19 4v4h-4',
  'thumb-up': THUMB,
  'thumb-down': THUMB,
  copy: 'M9 9h10v10H9z M5 15V5h10',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 8v5 M12 16.2v.1 M12 3.5l9 16H3l9-16Z',
  offline: 'M4 4l16 16 M8 16.5a6 6 0 0 1 8 0 M5 13a10.5 10.5 0 0 1 5-2.8 M14 10.2a10.5 10.5 0 0 1 5 2.8 M12 19.5v.1',
};

/** @param {keyof typeof ICONS} name */
export const icon = (name) => drawing(name, ICONS[name]);
