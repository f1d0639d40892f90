import legacy from '@vitejs/plugin-legacy';
import { defineConfig } from 'vite';

// As for browsers without modules; here those with modules get the same.
export default defineConfig({ plugins: [legacy({ renderModernChunks: false, targets: ['chrome >= 90'] })] });
