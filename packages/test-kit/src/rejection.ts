/** What a promise is rejected with. */
export async function rejection(work: PromiseLike<unknown>): Promise<Error> {
  let value: unknown;
  try {
    value = await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('it was rejected with something that is no error', { cause: error });
  }
  throw new Error(`it was not rejected, but resolved to ${JSON.stringify(value)}`);
}

/** What a function throws. */
export function thrown(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it did not throw an error');
}
