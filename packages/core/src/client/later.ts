import { ConfigurationError } from '../errors/configuration-error.ts';

/**
 * Code that no first call needs: loaded when it is first asked for, and kept. A bundler that makes more than one file gives it one of its own.
 *
 * @param what - What the code is for, as the subject of a sentence: `The consumer of Astral.Platform`.
 * @returns The way to it. Rejects with ConfigurationError where its file is no longer there or cannot be read; asking again tries again.
 */
export function later<T>(what: string, load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((cause: unknown) => {
      loaded = undefined;
      throw new ConfigurationError(
        `${what} could not be loaded: the program's files are not those that it was started with, or were not all deployed.`,
        { cause, hint: 'Start the program again, or bundle it into one file; see docs/bundles.md.' },
      );
    });
    return loaded;
  };
}
