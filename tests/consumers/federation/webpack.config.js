import webpack from 'webpack';

const { ModuleFederationPlugin } = webpack.container;

// Both bring the package along, and whoever comes first hands it to the other: one class, one module.
const shared = { 'optave-web-sdk': { singleton: true } };
const part = (name, options) => ({
  name,
  mode: 'production',
  entry: `./${name}/index.js`,
  output: { path: `${import.meta.dirname}/dist/${name}`, publicPath: 'auto', uniqueName: name },
  plugins: [new ModuleFederationPlugin({ name, shared, ...options })],
});

export default [
  part('remote', { filename: 'entry.js', exposes: { './answer': './remote/answer.js' } }),
  part('host', { remotes: { remote: 'remote@dist/remote/entry.js' } }),
];
