/** Counts the runs of each event id. Give one that outlives the process where `maxAttempts` has to hold across restarts. */
export interface AttemptStore {
  /** Adds one run of this id and returns how many there have been, this one included. Called before the run. */
  increment(eventId: string): number | Promise<number>;
  /** The event is done with: its count may go. */
  forget(eventId: string): void | Promise<void>;
}

/** The default: in memory, for the last 100,000 ids. */
export function memoryAttemptStore(capacity = 100_000): AttemptStore {
  const counts = new Map<string, number>();
  return {
    increment(eventId) {
      const before = counts.get(eventId);
      const count = (before ?? 0) + 1;
      // Taken out first, so that the map stays in the order of the last run and the oldest is the one to drop.
      if (before !== undefined) counts.delete(eventId);
      counts.set(eventId, count);
      if (counts.size > capacity) counts.delete(counts.keys().next().value ?? eventId);
      return count;
    },
    forget(eventId) {
      counts.delete(eventId);
    },
  };
}
