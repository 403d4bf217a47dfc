// `pnpm openapi`: writes docs/openapi/*.json from the operations of the vendor packages.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';
import { openApiDocuments } from './documents.ts';

const directory = join(root, 'docs/openapi');
mkdirSync(directory, { recursive: true });
for (const [name, text] of Object.entries(openApiDocuments())) {
  writeFileSync(join(directory, `${name}.json`), text);
  console.log(`docs/openapi/${name}.json`);
}
