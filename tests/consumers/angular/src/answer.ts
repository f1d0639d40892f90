import { Component, inject, signal } from '@angular/core';
import { OPTAVE } from './optave';

@Component({
  selector: 'app-answer',
  template: `<p>{{ text() }}</p>`,
})
export class Answer {
  readonly text = signal('Waiting for an answer.');

  constructor() {
    const request = inject(OPTAVE).interaction({
      request: {
        connections: { threadId: 'ticket-12345' },
        scope: { conversations: [{ messages: [{ participantId: '1', content: 'Where is my order?' }] }] },
      },
    });
    request.then(({ text }) => this.text.set(`Response: ${text}`), console.error);
  }
}
