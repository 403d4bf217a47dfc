/** A value that is there at once, or a promise of it. */
export type Soon<T> = T | Promise<T>;

/**
 * Goes on with what `work` gives, at once where that is no promise. Most of what a webhook could wait for is there already; a promise for each would
 * cost as much as all else that is done with it.
 *
 * @param onward - Gets the value. Does not throw.
 * @param failed - Gets what `work` threw or rejected with. Does not throw.
 */
export function proceed<T, Result>(
  work: () => T | PromiseLike<T>,
  onward: (value: T) => Soon<Result>,
  failed: (error: unknown) => Soon<Result>,
): Soon<Result> {
  let value: T;
  try {
    const given = work();
    if (isPromiseLike(given)) return Promise.resolve(given).then(onward, failed);
    value = given;
  } catch (error) {
    return failed(error);
  }
  return onward(value);
}

/** As `await` sees it: whatever has a `then()`, a function too. */
function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return 'then' in value && typeof value.then === 'function';
}
