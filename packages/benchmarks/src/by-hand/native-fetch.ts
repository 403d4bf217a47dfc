/**
 * Node.js's own `fetch`, with its own agent. It has to be used once before undici is imported, which would put the agent of its own version
 * in the place where Node.js looks for one.
 */
void globalThis.fetch('data:,');
export const nativeFetch = globalThis.fetch;
