import { defineConfig } from '@playwright/test';

export default defineConfig({
  globalSetup: './start-sandbox.js',
  reporter: 'line',
  // The system's browser, so that none has to be downloaded.
  use: { launchOptions: { executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] } },
});
