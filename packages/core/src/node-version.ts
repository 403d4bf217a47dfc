/**
 * Refuses to load on a Node.js that cannot run undici 8, before undici is evaluated: there the failure would be a TypeError
 * about a missing built-in, which tells nobody what to do. Must stay the first import of `index.ts`.
 */
const needed = [22, 19] as const;

const found: string | undefined = globalThis.process?.versions?.node;

if (found !== undefined) {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    throw new Error(
      `@partner-apis needs Node.js ${needed.join('.')} or newer, found ${found}. Upgrade Node.js and start the program again.`,
    );
  }
}
