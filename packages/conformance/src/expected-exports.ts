/**
 * Names a partner may already have written down: each must be a value exported by its entry point, in every module format. A
 * new public name is added here; one that is taken away is a breaking change.
 */
export const expectedExports: Readonly<Record<string, readonly string[]>> = {
  '@partner-apis/core': [],
  '@partner-apis/astral': [],
  '@partner-apis/sandbox': [],
};
