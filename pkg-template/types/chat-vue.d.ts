// The same as `optave-web-sdk/chat`, with what Vue's templates have to know of <optave-chat>. Vue has to be told that it is
// an element: `compilerOptions.isCustomElement: (tag) => tag === 'optave-chat'`.
import type { DefineComponent } from 'vue';
import type { OptaveChat } from './chat.js';

export * from './chat.js';

declare module 'vue' {
  interface GlobalComponents {
    'optave-chat': DefineComponent<Partial<Omit<OptaveChat, keyof HTMLElement>>>;
  }
}
