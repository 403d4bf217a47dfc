import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * What a CommonJS program needs beside the ES modules of a package, which its `require()` loads as they are, so that a class is one class
 * whoever loads it. Beside each entry point comes a `.cjs` that hands it on, and the declarations come again as `.d.cts`: a compiler goes by the
 * format that a declaration's name says, and refuses those of an ES module to a CommonJS program (TS1479).
 *
 * @param dist - Folder of the built package.
 * @param entries - Files of its entry points in there, `index.js`.
 */
export function writeCommonJs(dist: string, entries: readonly string[]): void {
  for (const entry of entries) {
    const code = `'use strict';\nmodule.exports = require('./${basename(entry)}');\n`;
    writeFileSync(join(dist, entry.replace(/\.js$/, '.cjs')), code);
  }
  for (const file of globSync('**/*.d.ts', { cwd: dist })) {
    const declarations = inCommonJs(readFileSync(join(dist, file), 'utf8'));
    writeFileSync(join(dist, file.replace(/\.ts$/, '.cts')), declarations);
  }
  for (const file of globSync('**/*.d.ts.map', { cwd: dist })) {
    const map = readFileSync(join(dist, file), 'utf8');
    const own = map.replace(`"${basename(file, '.map')}"`, `"${basename(file, '.ts.map')}.cts"`);
    writeFileSync(join(dist, file.replace(/\.ts\.map$/, '.cts.map')), own);
  }
}

/** The same declarations, with the files beside them as those of CommonJS. Packages by name have declarations of their own for it. */
function inCommonJs(declarations: string): string {
  return declarations
    .replaceAll(/(\b(?:from|import) |\bimport\()(["'])(\.\.?\/[^"']*)\.js\2/g, '$1$2$3.cjs$2')
    .replace(/(?<=^\/\/# sourceMappingURL=.*)\.d\.ts\.map$/m, '.d.cts.map');
}
