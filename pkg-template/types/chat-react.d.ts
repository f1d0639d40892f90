// The same as `optave-web-sdk/chat`, with what React 19 has to know of <optave-chat> in JSX.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { OptaveChat } from './chat.js';

export * from './chat.js';

/** What can be given to `<optave-chat>`: its attributes, and its properties. */
export type OptaveChatProps = DetailedHTMLProps<HTMLAttributes<OptaveChat>, OptaveChat> &
  Partial<Omit<OptaveChat, keyof HTMLElement>> & {
    'websocket-url'?: string;
    'rest-url'?: string;
    'token-url'?: string;
    'publishable-key'?: string;
    'organization-id'?: string;
    'tenant-id'?: string;
  };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'optave-chat': OptaveChatProps;
    }
  }
}
