import { build } from 'esbuild';

await build({
  entryPoints: ['node-http.mjs'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: 'dist/esbuild/server.mjs',
  // undici is CommonJS: without a `require` in the bundle it ends with `Dynamic require of "node:assert" is not supported`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
