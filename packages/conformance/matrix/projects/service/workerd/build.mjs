import { build } from 'esbuild';

await build({
  entryPoints: ['workerd/worker.mjs'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: 'dist/worker.mjs',
  // undici is CommonJS and wants a `require`; the address only has to be one.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
});
