/**
 * Importing undici 8 puts its agent where `fetch` looks for one: at `undici.globalDispatcher.2`, and at `undici.globalDispatcher.1` for what is
 * older, which is the runtime's own `fetch` up to Node.js 24. A library must not change its host by being imported, so what stood at the
 * second place is kept here and put back by `undici.ts`; where nothing stood, the runtime's own `fetch` puts its agent when it is loaded.
 */
const KEY = Symbol.for('undici.globalDispatcher.1');

// Where the runtime's own is an undici 8 too, it has to come first: reading a lazy global loads it, and undici then leaves both places alone.
if (Number.parseInt(globalThis.process?.versions?.['undici'] ?? '', 10) >= 8) void globalThis.Headers;

const before: unknown = Reflect.get(globalThis, KEY);

/** Puts the runtime's dispatcher back. */
export function restoreHostDispatcher(): void {
  if (Reflect.get(globalThis, KEY) !== before) Reflect.set(globalThis, KEY, before);
}
