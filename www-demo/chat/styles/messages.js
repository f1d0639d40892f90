// The conversation: rows and bubbles.
import { css } from './sheet.js';

export const messages = css`
  .log-frame {
    position: relative;
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }

  .log {
    flex: 1;
    min-height: 0;
    padding: 1rem;
    overflow: hidden auto;
    overscroll-behavior: contain;
    /* Typing below, or a page that changes around the chat, never lays the conversation out again. */
    contain: layout paint style;
    /* The place of what is read is kept by hand, the same way in every browser. */
    overflow-anchor: none;
    scrollbar-width: thin;
    scrollbar-color: var(--_edge) transparent;
  }

  .log:focus-visible {
    outline-offset: -3px;
    border-radius: 0.5rem;
  }

  .welcome {
    padding: 1rem 0.25rem;
    color: var(--_muted);
  }

  .welcome p {
    margin: 0;
    max-width: 34ch;
  }

  .welcome .welcome-title {
    margin-block-end: 0.4rem;
    color: var(--_text);
    font-size: 1.3rem;
    font-weight: 680;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  /* Plain blocks: with thousands of rows a flex or grid container would measure all of them for each new one. */
  .rows {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .row {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    width: fit-content;
    max-width: 88%;
  }

  .row + .row {
    margin-block-start: 0.25rem;
  }

  .row + .row.first {
    margin-block-start: 1.1rem;
  }

  .row-user {
    align-items: flex-end;
    margin-inline-start: auto;
  }

  .row-system {
    align-items: center;
    margin: 0.75rem auto;
    text-align: center;
  }

  .meta {
    display: flex;
    gap: 0.5rem;
    margin: 0 0.35rem 0.25rem;
    color: var(--_muted);
    font-size: 0.75rem;
    line-height: 1.3;
  }

  .name {
    font-weight: 600;
  }

  .bubble {
    max-width: 100%;
    padding: 0.55rem 0.9rem;
    border-radius: 1.1rem;
    border-end-start-radius: 0.4rem;
    background: var(--_raised);
  }

  .row-user .bubble {
    border-end-start-radius: 1.1rem;
    border-end-end-radius: 0.4rem;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .row-operator .bubble {
    box-shadow: inset 0 0 0 1.5px var(--_accent-text);
    background: transparent;
  }

  .row-system .bubble {
    background: none;
    padding: 0;
    color: var(--_muted);
    font-size: 0.8125rem;
  }

  .text {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .fresh {
    animation: fresh 240ms ease-out;
  }

  @keyframes fresh {
    from {
      opacity: 0;
    }
  }

  .dots {
    display: inline-flex;
    gap: 0.28rem;
    align-items: center;
    height: 1.5em;
  }

  .dots i {
    width: 0.42rem;
    height: 0.42rem;
    border-radius: 50%;
    background: var(--_muted);
    animation: dot 1.2s ease-in-out infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }

  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }

  @keyframes dot {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      transform: translateY(-0.15rem);
    }
  }

  /* Nobody types while there is no connection. */
  .panel[data-trouble] .row[data-state='typing'] {
    display: none;
  }

  .bubble a {
    color: inherit;
    font-weight: 600;
    text-underline-offset: 0.2em;
  }

  .row-bot .bubble a,
  .row-operator .bubble a,
  .sources a,
  .card a {
    color: var(--_accent-text);
  }

  .code {
    display: inline-flex;
    align-items: center;
    gap: 0.3rem;
    max-width: 100%;
    padding: 0 0.4rem;
    border-radius: 0.45rem;
    background: var(--_surface);
    color: var(--_text);
    font-family: ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 0.86em;
    line-height: 1.6;
    box-shadow: inset 0 0 0 1px var(--_line);
  }

  .code .icon {
    width: 0.95em;
    height: 0.95em;
    color: var(--_muted);
  }

  .code.copied {
    background: var(--_good-soft);
    color: var(--_good);
  }
`;
