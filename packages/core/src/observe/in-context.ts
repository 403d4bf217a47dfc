import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Runs an iteration in the asynchronous context of whoever calls this, whoever takes the items: connection pools take them on the back
 * of another call, and what a program keeps in an `AsyncLocalStorage` would be that of a stranger.
 */
export function inContext(): <T>(items: AsyncGenerator<T>) => AsyncGenerator<T> {
  const run = AsyncLocalStorage.snapshot();
  return (items) => ({
    next: () => run(() => items.next()),
    return: (value) => run(() => items.return(value)),
    throw: (error) => run(() => items.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => run(() => items[Symbol.asyncDispose]()),
  });
}
