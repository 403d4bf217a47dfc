/** Steps on the disk that run at a time: as many as Node has worker threads. */
const WIDTH = 4;

/** Runs a step for every item, a few at a time. After a failure no new one is begun, and it rejects when the running ones have ended. */
export async function inParallel<T>(
  items: Iterable<T>,
  step: (item: T) => Promise<void> | undefined,
  width: number = WIDTH,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true && failure === undefined; next = queue.next()) {
      try {
        await step(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (failure !== undefined) throw failure.error;
}
