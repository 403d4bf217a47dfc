// What the compiler wrote for others: every type has a name that they can follow, too.
import { readdirSync, readFileSync } from 'node:fs';

const files = readdirSync('types').filter((name) => name.endsWith('.d.mts'));
for (const file of files) {
  const text = readFileSync(`types/${file}`, 'utf8');
  if (/\bany\b/.test(text)) throw new Error(`${file} has any`);
  if (text.includes('@partner-apis/core')) throw new Error(`${file} needs a package that was not asked for`);
}
console.log(`${files.length} files of declarations`);
