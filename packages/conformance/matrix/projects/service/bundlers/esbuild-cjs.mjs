import { build } from 'esbuild';

await build({
  entryPoints: ['node-http.mjs'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile: 'dist/esbuild/server.cjs',
});
