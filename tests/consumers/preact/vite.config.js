import { defineConfig } from 'vite';

// The adapter for React, over Preact.
export default defineConfig({ resolve: { alias: { react: 'preact/compat' } } });
