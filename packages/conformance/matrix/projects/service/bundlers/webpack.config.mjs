import { resolve } from 'node:path';

export default {
  mode: 'production',
  target: 'node22',
  entry: './node-http.mjs',
  output: { path: resolve('dist/webpack'), filename: 'server.cjs' },
  // `openTelemetryHooks()` looks for it when it is called; without this line webpack warns where it is not installed.
  externals: { '@opentelemetry/api': 'import @opentelemetry/api' },
};
