// What a page may set on <optave-chat>, with what holds where it sets nothing. `--optave-*` are the page's; `--_*` are
// what the rules use. Every pair of text and ground has a contrast of 4.5 or more.
import { css } from './sheet.js';

const LIGHT = `
  --_accent: var(--optave-accent, #4338ca);
  --_on-accent: var(--optave-on-accent, #ffffff);
  --_accent-text: var(--optave-accent-text, #4338ca);
  --_surface: var(--optave-surface, #ffffff);
  --_raised: var(--optave-raised, #f3f4f8);
  --_text: var(--optave-text, #171a23);
  --_muted: var(--optave-muted, #5a6072);
  --_line: var(--optave-line, #dfe2ea);
  --_edge: var(--optave-edge, #868da0);
  --_good: #0b6b3a;
  --_good-soft: #e2f5ea;
  --_busy: #7a4a00;
  --_busy-soft: #fdf1d7;
  --_bad: #a3161f;
  --_bad-soft: #fde9e9;
  --_shadow: 0 1px 2px rgb(16 20 40 / 8%), 0 12px 40px rgb(16 20 40 / 18%);
  color-scheme: light;
`;

const DARK = `
  --_accent: var(--optave-accent, #a5b4fc);
  --_on-accent: var(--optave-on-accent, #14172b);
  --_accent-text: var(--optave-accent-text, #b4c0ff);
  --_surface: var(--optave-surface, #171a22);
  --_raised: var(--optave-raised, #232733);
  --_text: var(--optave-text, #eceef4);
  --_muted: var(--optave-muted, #a4abbd);
  --_line: var(--optave-line, #2e3341);
  --_edge: var(--optave-edge, #6f778b);
  --_good: #86dca8;
  --_good-soft: #143322;
  --_busy: #f2c872;
  --_busy-soft: #382b10;
  --_bad: #ffa8ac;
  --_bad-soft: #431a1d;
  --_shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 16px 48px rgb(0 0 0 / 60%);
  color-scheme: dark;
`;

export const tokens = css`
  :host {
    ${LIGHT}
    --_radius: var(--optave-radius, 1.25rem);
    --_font: var(--optave-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif);
    --_gap: var(--optave-offset, 1.25rem);
    position: fixed;
    z-index: var(--optave-z, 2147483000);
    inset-block-end: 0;
    inset-inline-end: 0;
    color: var(--_text);
    font: 400 0.9375rem/1.5 var(--_font);
    text-align: start;
  }

  :host([side='start']) {
    inset-inline: 0 auto;
  }

  :host([hidden]) {
    display: none;
  }

  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) {
      ${DARK}
    }
  }

  :host([theme='dark']) {
    ${DARK}
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  button,
  textarea {
    color: inherit;
    font: inherit;
  }

  button {
    cursor: pointer;
    border: 0;
    background: none;
  }

  button[aria-disabled='true'] {
    cursor: default;
  }

  :focus-visible {
    outline: 2px solid var(--_accent-text);
    outline-offset: 2px;
  }

  .icon {
    width: 1.25em;
    height: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
    flex: none;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    .launcher,
    .bubble,
    .chip,
    .card {
      border: 1px solid CanvasText;
    }
  }
`;
