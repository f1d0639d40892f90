import path from 'node:path';

// As frameworks set it up that show the sources of packages in the browser's debugger.
export default {
  entry: './src/index.js',
  output: { path: path.resolve('dist/maps') },
  devtool: 'source-map',
  module: { rules: [{ test: /\.js$/, enforce: 'pre', use: ['source-map-loader'] }] },
};
