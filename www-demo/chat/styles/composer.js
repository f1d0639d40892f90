// Where the visitor writes, and the cards of offers.
import { css } from './sheet.js';

export const composer = css`
  .composer {
    display: flex;
    align-items: flex-end;
    gap: 0.5rem;
    flex: none;
    margin: 0 0.75rem max(0.75rem, env(safe-area-inset-bottom));
    padding: 0.3rem;
    border: 1px solid var(--_edge);
    border-radius: 1.45rem;
    background: var(--_surface);
  }

  .composer:focus-within {
    border-color: var(--_accent-text);
    box-shadow: 0 0 0 1px var(--_accent-text);
  }

  .grow {
    display: grid;
    flex: 1;
    min-width: 0;
    max-height: 9rem;
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  /* The same text in the same place makes the grid as high as the field has to be. */
  .grow::after {
    content: attr(data-text) ' ';
    visibility: hidden;
  }

  .grow::after,
  .input {
    grid-area: 1 / 1;
    min-width: 0;
    margin: 0;
    padding: 0.4rem 0.25rem 0.4rem 0.75rem;
    font-size: 1rem; /* below this, iOS zooms in */
    line-height: 1.4;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .input {
    width: 100%;
    resize: none;
    overflow: hidden;
    border: 0;
    outline: none;
    background: none;
  }

  .input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  .send {
    display: grid;
    place-items: center;
    flex: none;
    width: 2.25rem;
    height: 2.25rem;
    padding: 0;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
    transition:
      background 120ms,
      color 120ms;
  }

  .send[aria-disabled='true'] {
    background: var(--_raised);
    color: var(--_muted);
  }

  .send.stops .icon {
    fill: currentColor;
  }
`;

export const cards = css`
  .cards {
    display: grid;
    gap: 0.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .card {
    display: grid;
    gap: 0.15rem;
    padding: 0.7rem 0.9rem;
    border: 1px solid var(--_line);
    border-radius: 0.95rem;
  }

  .card p {
    margin: 0;
  }

  .card-title {
    font-weight: 650;
  }

  .card-text {
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .card-foot {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 1rem;
    padding-block-start: 0.25rem;
    font-weight: 650;
  }

  .price {
    font-variant-numeric: tabular-nums;
  }
`;
