/**
 * Importing undici 8 puts its agent where the runtime's own `fetch` looks for one (`undici.globalDispatcher.1`). A library must
 * not change its host by being imported, so what stood there is kept here and put back by `undici.ts`.
 */
const KEY = Symbol.for('undici.globalDispatcher.1');

// Reading a lazy global makes the runtime load its own undici first, which then keeps its own dispatcher.
void globalThis.Headers;

const before: unknown = Reflect.get(globalThis, KEY);

/** Puts the runtime's dispatcher back. */
export function restoreHostDispatcher(): void {
  if (Reflect.get(globalThis, KEY) !== before) Reflect.set(globalThis, KEY, before);
}
