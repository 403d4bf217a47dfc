import {
  type CursorStore,
  CursorStoreError,
  isCursorConflictError,
  isCursorStoreError,
} from '@partner-apis/core';
import { type PostgresLike, type PostgresOptions, Table } from './postgres-client.ts';
import { CURSOR_COLUMNS, CURSOR_TABLE, loadCursor, saveCursor } from './postgres-cursor.ts';

/**
 * Keeps cursors in PostgreSQL, each save one compare-and-set in one statement.
 *
 * @param options - `table`: default `partner_apis_cursors`.
 * @throws ConfigurationError for what is no pool, and for a name that would have to be quoted.
 */
export function postgresCursorStore(
  pool: PostgresLike,
  { table: name = CURSOR_TABLE }: PostgresOptions = {},
): CursorStore {
  const table = new Table(pool, name, CURSOR_COLUMNS);
  const run = (text: string, values: unknown[]) => table.run(text, values);
  return {
    load: (key) => asked(key, 'loaded', () => loadCursor(run, name, key)),
    save: (key, next, previous) => asked(key, 'saved', () => saveCursor(run, name, { key, next, previous })),
  };
}

async function asked<T>(key: string, done: 'loaded' | 'saved', ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (isCursorConflictError(cause) || isCursorStoreError(cause)) throw cause;
    throw new CursorStoreError(`The cursor '${key}' could not be ${done}: PostgreSQL failed.`, key, {
      cause,
    });
  }
}
