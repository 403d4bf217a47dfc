/**
 * A process that saves cursor after cursor to a file and is killed while it does so: by itself before its n-th step in the file system
 * (KILL_AT), else from outside. Prints each cursor once its save has resolved.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { writeSync } from 'node:fs';

const [path = '', from = '0', killAt = '0'] = process.argv.slice(2);
let steps = 0;

function counted<Arguments extends unknown[], Result>(
  action: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  return function step(this: unknown, ...args) {
    steps += 1;
    if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
    return action.apply(this, args);
  };
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

// Boundary: the object whose members `import { open } from 'node:fs/promises'` are bound to.
const fs = createRequire(import.meta.url)('node:fs/promises') as Methods;
for (const name of ['open', 'readFile', 'rename', 'rm', 'stat', 'readdir', 'access']) {
  const original = fs[name];
  if (original !== undefined) fs[name] = counted(original);
}
syncBuiltinESMExports();

const { fileCursorStore } = await import('../../../src/feed/stores/file-cursor-store.ts');
const { open } = await import('node:fs/promises');
const handle = await open(path.replace(/[^/]*$/, 'handles'), 'a');
const methods = Object.getPrototypeOf(handle) as Methods; // Boundary: the methods that all file handles share.
for (const name of ['sync', 'writeFile', 'close']) {
  const original = methods[name];
  if (original !== undefined) methods[name] = counted(original);
}
steps = 0;

const store = fileCursorStore(path);
let previous = await store.load('k');
if ((previous ?? '0') < from) throw new Error(`The cursor went back: ${previous} < ${from}`);
for (let next = Number(previous ?? 0) + 1; ; next += 1) {
  const cursor = String(next).padStart(9, '0');
  await store.save('k', cursor, previous);
  writeSync(1, `${cursor}\n`);
  previous = cursor;
}
