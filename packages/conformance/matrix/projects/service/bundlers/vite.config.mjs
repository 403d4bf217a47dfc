import { defineConfig } from 'vite';

export default defineConfig({
  // Everything into the bundle; without this line packages stay outside, and nothing of them is changed.
  ssr: { noExternal: true },
  build: {
    ssr: 'node-http.mjs',
    outDir: 'dist/vite',
    // One file, also for what is loaded later.
    rolldownOptions: { output: { entryFileNames: 'server.mjs', codeSplitting: false } },
  },
});
