import { CursorConflictError, CursorStoreError } from '@partner-apis/core';

/** The columns of the table of cursors. */
export const CURSOR_COLUMNS =
  'key text PRIMARY KEY, cursor text NOT NULL, saved_at timestamptz NOT NULL DEFAULT now()';

export const CURSOR_TABLE = 'partner_apis_cursors';

/** Runs a statement; resolves to its rows. */
export type RunStatement = (
  text: string,
  values: unknown[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** The cursor that is kept; rejects with CursorStoreError for what is none. */
export async function loadCursor(run: RunStatement, table: string, key: string): Promise<string | undefined> {
  const [row] = await run(`SELECT cursor FROM ${table} WHERE key = $1`, [key]);
  if (row === undefined) return undefined;
  const { cursor } = row as { cursor: unknown };
  if (typeof cursor === 'string' && cursor !== '') return cursor;
  throw new CursorStoreError(`What ${table} has for the cursor '${key}' is damaged.`, key, {
    hint: 'Something else wrote this row. Restore the cursor, or delete the row to start from where startFrom says.',
  });
}

/** Compares and sets in one statement; rejects with CursorConflictError where it is something else. */
export async function saveCursor(
  run: RunStatement,
  table: string,
  {
    key,
    next,
    previous,
  }: { readonly key: string; readonly next: string; readonly previous: string | undefined },
): Promise<void> {
  const saved =
    previous === undefined
      ? await run(`INSERT INTO ${table} (key, cursor) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key`, [
          key,
          next,
        ])
      : await run(
          `UPDATE ${table} SET cursor = $2, saved_at = now() WHERE key = $1 AND cursor = $3 RETURNING key`,
          [key, next, previous],
        );
  if (saved.length === 0) throw new CursorConflictError(key, previous, await loadCursor(run, table, key));
}
