import { CursorConflictError } from '../cursor/cursor-errors.ts';
import type { CursorStore } from '../cursor/cursor-store.ts';

/** Keeps cursors as long as the process lives: for tests, and for feeds that are read anew each time. */
export function memoryCursorStore(): CursorStore {
  const cursors = new Map<string, string>();
  return {
    load: (key) => Promise.resolve(cursors.get(key)),
    save(key, next, previous) {
      const found = cursors.get(key);
      if (found !== previous) return Promise.reject(new CursorConflictError(key, previous, found));
      cursors.set(key, next);
      return Promise.resolve();
    },
  };
}
