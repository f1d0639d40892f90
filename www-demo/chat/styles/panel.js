// The panel around the conversation: its place on the screen, header, connection, quick actions.
import { css } from './sheet.js';

export const panel = css`
  .panel {
    position: absolute;
    inset-block: auto calc(var(--_gap) + 3.5rem + 0.75rem);
    inset-inline: auto var(--_gap);
    display: flex;
    flex-direction: column;
    width: var(--optave-width, 24.5rem);
    height: var(--optave-height, min(43rem, 100dvh - 3.5rem - 0.75rem - 2 * var(--_gap)));
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    box-shadow: var(--_shadow);
    animation: rise 180ms ease-out;
  }

  .panel:not([open]) {
    display: none;
  }

  :host([side='start']) .panel {
    inset-inline: var(--_gap) auto;
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(0.75rem);
    }
  }

  /* A phone: the chat is the screen. */
  .panel:modal {
    position: fixed;
    inset: 0;
    width: 100%;
    height: 100dvh;
    border: 0;
    border-radius: 0;
  }

  .header {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    flex: none;
    padding: 0.875rem 1rem;
    border-block-end: 1px solid var(--_line);
  }

  .avatar {
    display: grid;
    place-items: center;
    width: 2.5rem;
    height: 2.5rem;
    border-radius: 0.85rem;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .titles {
    flex: 1;
    min-width: 0;
  }

  h2 {
    margin: 0;
    font-size: 1rem;
    font-weight: 650;
    line-height: 1.3;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .presence {
    margin: 0;
    color: var(--_muted);
    font-size: 0.8125rem;
    line-height: 1.35;
  }

  .close {
    display: grid;
    place-items: center;
    width: 2.5rem;
    height: 2.5rem;
    margin-inline-end: -0.375rem;
    padding: 0;
    border-radius: 0.75rem;
    color: var(--_muted);
  }

  .close:hover {
    background: var(--_raised);
    color: var(--_text);
  }

  .status {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    flex: none;
    padding: 0.5rem 1rem;
    background: var(--_busy-soft);
    color: var(--_busy);
    font-size: 0.8125rem;
    font-weight: 550;
    font-variant-numeric: tabular-nums;
  }

  .status > span:nth-child(2) {
    flex: 1;
  }

  .status[data-tone='bad'] {
    background: var(--_bad-soft);
    color: var(--_bad);
  }

  .status[data-tone='good'] {
    background: var(--_good-soft);
    color: var(--_good);
  }

  .mark {
    display: grid;
    place-items: center;
    width: 1.1rem;
    font-size: 0.9rem;
  }

  .mark i {
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
    background: currentColor;
  }

  .status[data-tone='busy'] .mark i {
    animation: pulse 1.2s ease-in-out infinite;
  }

  @keyframes pulse {
    50% {
      opacity: 0.25;
    }
  }

  .connect {
    padding: 0.15rem 0.1rem;
    color: inherit;
    font-weight: 650;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    flex: none;
    padding: 0.25rem 1rem 0.625rem;
  }

  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 2rem;
    padding: 0.2rem 0.8rem 0.2rem 0.65rem;
    border: 1px solid var(--_line);
    border-radius: 1rem;
    color: var(--_accent-text);
    font-size: 0.8125rem;
    font-weight: 600;
    transition: background 120ms;
  }

  .chip:hover:not([aria-disabled='true']) {
    background: var(--_raised);
  }

  .chip[aria-disabled='true'] {
    color: var(--_muted);
  }

  @media (max-width: 22rem) {
    .chips {
      gap: 0.35rem;
      padding-inline: 0.75rem;
    }

    .chip {
      padding-inline: 0.7rem;
    }

    .chip .icon {
      display: none;
    }
  }
`;
