// Runs a bundle away from the project, where nothing that it left outside can be found: `node alone.mjs dist/server.mjs`.
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [bundle] = process.argv.slice(2);
const target = join(mkdtempSync(join(tmpdir(), 'bundle-')), basename(bundle));
cpSync(bundle, target);
await import(pathToFileURL(target).href);
