/**
 * Runs inside the consumer project: loads the entries named on the command line, and prints their names and what loading them
 * did to the process. It never calls `process.exit`, so a timer or a socket left behind keeps it alive and fails the check.
 */
import { createRequire } from 'node:module';

const [format, state, ...entries] = process.argv.slice(2);
const require = createRequire(import.meta.url);
// Where this runtime's own `fetch` looks for its dispatcher: at the second place from Node.js 26 on, where it is an undici 8.
const places = Number.parseInt(process.versions['undici'] ?? '0', 10) < 8 ? ['1'] : ['1', '2'];
const dispatcherKeys = places.map((place) => Symbol.for(`undici.globalDispatcher.${place}`));

if (state === 'fetch-used') await fetch('data:,');
if (state === 'dispatcher-set') {
  for (const key of dispatcherKeys) Reflect.set(globalThis, key, { ours: true });
}

const before = look();
const exported: Record<string, string[]> = {};
for (const entry of entries) {
  const loaded = (format === 'require' ? require(entry) : await import(entry)) as object;
  exported[entry] = Object.keys(loaded);
}
const after = look();

const changed = (['fetch', 'globals', 'listeners'] as const).filter((part) => before[part] !== after[part]);
const { Dispatcher } = require('undici') as { Dispatcher: new () => object };
const foreign = after.dispatchers.filter((now, index) => {
  const was = before.dispatchers[index];
  // Where nothing was set, the runtime's own agent may have come since, but not the one of the undici package.
  return was === undefined ? now instanceof Dispatcher : now !== was;
});

console.log(JSON.stringify({ exported, changed, foreignDispatchers: foreign.length }));

function look() {
  return {
    fetch: globalThis.fetch,
    dispatchers: dispatcherKeys.map((key): unknown => Reflect.get(globalThis, key)),
    // Names in dunder are registries that zod and msw share between their copies.
    globals: Object.getOwnPropertyNames(globalThis)
      .filter((name) => !name.startsWith('__'))
      .toSorted()
      .join(),
    listeners: process
      .eventNames()
      .map((name) => `${String(name)} ${process.listenerCount(name)}`)
      .join(),
  };
}
