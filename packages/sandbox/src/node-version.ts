/** Refuses to load on a Node.js that the sandbox does not support, with a sentence that says what to do. */
const needed = [22, 19] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  throw new Error(
    `@partner-apis/sandbox needs Node.js ${needed.join('.')} or newer, found ${process.versions.node}. ` +
      'Upgrade Node.js and start the program again.',
  );
}
