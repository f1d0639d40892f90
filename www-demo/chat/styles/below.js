// What stands below a bubble: sources, notes, the way to try again; and the button to the newest message.
import { css } from './sheet.js';

export const below = css`
  .extras:empty,
  .note:empty {
    display: none;
  }

  .extras {
    align-self: stretch;
    margin-block-start: 0.4rem;
  }

  .sources {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    margin: 0 0.35rem;
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2rem 0.45rem;
    margin: 0.3rem 0.35rem 0;
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .row-system .note {
    justify-content: center;
    margin: 0;
  }

  .row-user .note {
    justify-content: flex-end;
  }

  .note.error {
    color: var(--_bad);
  }

  .note > .icon {
    width: 1rem;
    height: 1rem;
  }

  .retry {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
    min-height: 1.75rem;
    padding: 0.1rem 0.65rem;
    border: 1px solid currentColor;
    border-radius: 0.9rem;
    font-weight: 600;
  }

  .retry .icon {
    width: 0.95rem;
    height: 0.95rem;
  }

  .retry:hover {
    background: var(--_bad-soft);
  }

  .jump {
    position: absolute;
    inset-block-end: 0.6rem;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 0.35rem;
    width: max-content;
    margin-inline: auto;
    padding: 0.35rem 0.9rem 0.35rem 0.7rem;
    border-radius: 1rem;
    background: var(--_text);
    color: var(--_surface);
    font-size: 0.8125rem;
    font-weight: 600;
    box-shadow: var(--_shadow);
  }
`;
