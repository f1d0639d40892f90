import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Answer } from './answer';

bootstrapApplication(Answer, { providers: [provideZonelessChangeDetection()] }).catch(console.error);
