// What examples import and this repository does not have, as far as the examples use it: so that our own names are checked
// in them. And what bundlers, frameworks and our own classic script add to a program.
/// <reference types="optave-web-sdk/script" />
declare module '@angular/core' {
  export class InjectionToken<Value> {
    constructor(description: string, options?: { providedIn?: string; factory?: () => Value });
    readonly value: Value;
  }
  export class DestroyRef {
    onDestroy(work: () => void): void;
  }
  export function inject<Value>(token: InjectionToken<Value> | (new () => Value)): Value;
  export function signal<Value>(value: Value): (() => Value) & { set(value: Value): void };
  export function Component(options: object): ClassDecorator;
  export const CUSTOM_ELEMENTS_SCHEMA: object;
}
declare module '@playwright/test';
declare module '@salesforce/*';
declare module '@sveltejs/kit';
declare module '$env/static/private';
declare module 'jest-environment-jsdom';
declare module 'lightning/*';
declare module 'lwc' {
  export class LightningElement {}
}
declare module 'next/dynamic';
declare module 'nuxt/app';
declare module 'pinia';
declare module 'solid-js';
declare module 'vite';
declare module 'vitest';
declare module 'vitest/config';

declare module '*.css';
declare module '*.svelte';
declare module '*.vue';
declare module '*?url' {
  const url: string;
  export default url;
}

declare function defineNuxtPlugin(plugin: (nuxt: { vueApp: import('vue').App }) => unknown): unknown;
declare function defineNuxtConfig(config: object): object;
