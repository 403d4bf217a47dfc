// Loads every entry point by `import` and by `require()`: the classes are the same ones.
import { strict as assert } from 'node:assert';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [wanted, ...entries] = process.argv.slice(2);
assert.equal(process.versions.node, wanted);
for (const entry of entries) {
  const required = require(entry);
  const imported = await import(entry);
  assert.ok(Object.keys(required).length > 0, entry);
  assert.deepEqual(Object.keys(required).toSorted(), Object.keys(imported).toSorted(), entry);
  for (const [name, value] of Object.entries(required))
    assert.equal(value, imported[name], `${entry} ${name}`);
}
console.log(`${entries.length} entry points on Node.js ${process.versions.node}`);
