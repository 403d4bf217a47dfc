const MIB = 1_048_576;

/** Runs something, and tells the most memory that the process had beyond what it had before, in MiB. */
export async function watchingMemory<T>(
  run: () => Promise<T>,
): Promise<{ readonly value: T; readonly mib: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 10);
  try {
    const value = await run();
    look();
    return { value, mib: Math.round((most - before) / MIB) };
  } finally {
    clearInterval(timer);
  }
}
