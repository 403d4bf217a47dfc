import type { StreamedBody } from '../operation/streamed-body.ts';
import { isErrorLike } from '../errors/error-like.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/** What the system says of a moment in which it has too little, not of the file. */
const SHORT = new Set<unknown>(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

/**
 * Code that no first call needs: loaded when it is first asked for, and kept. A bundler that makes more than one file gives it one of its own.
 *
 * @param what - What the code is for, as the subject of a sentence: `The consumer of Astral.Platform`.
 * @returns The way to it. Rejects with ConfigurationError where its file is no longer there or cannot be read; asking again tries again, which
 *   Node.js 22 answers with the same failure until the program is started again. It may be asked for before anybody waits.
 */
export function later<T>(what: string, load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    if (loaded === undefined) {
      loaded = load().catch((cause: unknown) => {
        loaded = undefined;
        throw unloaded(what, cause);
      });
      // Whoever has asked in time may not come to wait for it.
      loaded.catch(() => {});
    }
    return loaded;
  };
}

/** Waits for code that was asked for before a request was sent; where it cannot be loaded, the answer that is arriving is ended. */
export async function loadedFor<T>(body: Pick<StreamedBody, 'discard'>, code: Promise<T>): Promise<T> {
  try {
    return await code;
  } catch (error) {
    body.discard();
    throw error;
  }
}

function unloaded(what: string, cause: unknown): ConfigurationError {
  const code = isErrorLike(cause) && 'code' in cause ? cause.code : undefined;
  const reason = typeof code === 'string' ? ` (${code})` : '';
  return SHORT.has(code)
    ? new ConfigurationError(
        `${what} could not be loaded: the process had too few file descriptors or too little memory${reason}.`,
        { cause, hint: 'Give the process more, and start it again.' },
      )
    : new ConfigurationError(
        `${what} could not be loaded${reason}: the program's files are not those that it was started with, or were not all deployed.`,
        { cause, hint: 'Start the program again, or bundle it into one file; see docs/bundles.md.' },
      );
}
