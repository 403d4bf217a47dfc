import type { StreamedBody } from '../operation/streamed-body.ts';
import { isErrorLike } from '../errors/error-like.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { VERSION } from '../version.ts';

/** What the system says of a moment in which it has too little, not of the file. */
const SHORT = new Set<unknown>(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

/**
 * Code that no first call needs: loaded when it is first asked for, and kept. A bundler that makes more than one file gives it one of its own.
 *
 * @param what - What the code is for, as the subject of a sentence: `The consumer of Astral.Platform`.
 * @returns The way to it. Rejects with ConfigurationError where its file is no longer there or cannot be read; asking again tries again, but where
 *   the file is there and could not be read, Node.js 22 answers with the same failure until the program is started again. Rejects so, too, where the
 *   code names a `coreVersion` and that is not the one which the program was started with.
 */
export function later<T>(what: string, load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return async () => {
    const asked = (loading ??= load());
    let code: T;
    try {
      code = await asked;
    } catch (cause) {
      if (loading === asked) loading = undefined;
      throw unloaded(what, cause);
    }
    const version: unknown = Reflect.get(Object(code), 'coreVersion');
    if (typeof version === 'string' && version !== VERSION) throw replaced(what, version);
    return code;
  };
}

/** Begins to load code that will be waited for after something else, such as an answer. A failure is told then. */
export function ahead(code: () => Promise<unknown>): void {
  code().catch(() => {});
}

/** Waits for code with which an answer is read; where it cannot be loaded, the answer is ended. */
export async function loadedFor<T>(body: Pick<StreamedBody, 'discard'>, code: () => Promise<T>): Promise<T> {
  try {
    return await code();
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

function replaced(what: string, version: string): ConfigurationError {
  return new ConfigurationError(
    `${what} could not be loaded: the program was started with version ${VERSION} of @partner-apis/core, and its files are now of ${version}.`,
    { hint: 'Start the program again, or bundle it into one file; see docs/bundles.md.' },
  );
}
