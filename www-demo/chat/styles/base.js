// All that is styled before the chat has been opened.
import { css } from './sheet.js';
import { tokens } from './tokens.js';

const launcher = css`
  .launcher {
    position: absolute;
    inset-block-end: var(--_gap);
    inset-inline-end: var(--_gap);
    display: grid;
    place-items: center;
    width: 3.5rem;
    height: 3.5rem;
    padding: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    transition: transform 160ms ease-out;
  }

  :host([side='start']) .launcher {
    inset-inline: var(--_gap) auto;
  }

  .launcher:hover {
    transform: scale(1.05);
  }

  .launcher:active {
    transform: scale(0.97);
  }

  .launcher:focus-visible {
    outline-offset: 3px;
  }

  .launcher .icon {
    grid-area: 1 / 1;
    width: 1.75rem;
    height: 1.75rem;
    transition:
      opacity 160ms,
      transform 160ms;
  }

  .launcher[aria-expanded='true'] .icon-chat,
  .launcher[aria-expanded='false'] .icon-down {
    opacity: 0;
    transform: scale(0.5) rotate(-30deg);
  }

  .badge {
    position: absolute;
    inset-block-start: -0.2rem;
    inset-inline-end: -0.2rem;
    min-width: 1.4rem;
    height: 1.4rem;
    padding-inline: 0.35rem;
    border: 2px solid var(--_surface);
    border-radius: 0.7rem;
    background: #c81e2b;
    color: #fff;
    font-size: 0.72rem;
    font-weight: 700;
    line-height: calc(1.4rem - 4px);
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
`;

export const baseSheets = [tokens, launcher];
