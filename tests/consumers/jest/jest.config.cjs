module.exports = {
  globalSetup: './start-sandbox.cjs',
  globalTeardown: './stop-sandbox.cjs',
  testEnvironment: './environment.cjs',
  moduleFileExtensions: ['js', 'cjs', 'mjs'],
  transform: {},
};
