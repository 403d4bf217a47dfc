import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import { nodeResolve } from '@rollup/plugin-node-resolve';

export default {
  input: 'node-http.mjs',
  output: { file: 'dist/rollup/server.mjs', inlineDynamicImports: true },
  external: ['@opentelemetry/api'],
  plugins: [nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }), commonjs(), json()],
};
