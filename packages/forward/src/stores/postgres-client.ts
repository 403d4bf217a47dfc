import { ConfigurationError } from '@partner-apis/core';

/** What is used of a `Pool` of pg. */
export interface PostgresLike {
  /** Runs a statement, its values apart from it. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/** Options of what is kept in PostgreSQL. */
export interface PostgresOptions {
  /** The table, with its schema where it is not the first of the search path: `state.cursors`. It is made when it is first needed. */
  readonly table?: string;
}

/** Any number, the same in every process: of those that make a table at the same time one makes it. */
const MAKING = 7_203_401_165;

/**
 * A table that is made before it is used first.
 *
 * @param columns - What stands between the brackets of CREATE TABLE.
 * @throws ConfigurationError for what is no pool, and for a name that would have to be quoted.
 */
export class Table {
  readonly name: string;
  readonly #pool: PostgresLike;
  readonly #columns: string;
  #made: Promise<unknown> | undefined;

  constructor(pool: PostgresLike, name: string, columns: string) {
    if (typeof pool?.query !== 'function')
      throw new ConfigurationError(`What keeps the table ${name} needs a pool of pg.`);
    if (!/^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/.test(name))
      throw new ConfigurationError(
        `The table ${JSON.stringify(name)} must be named in lower-case letters, digits and _, with at most one schema before it.`,
      );
    this.#pool = pool;
    this.name = name;
    this.#columns = columns;
  }

  /** Runs a statement; resolves to its rows. */
  async run(text: string, values: unknown[]): Promise<Readonly<Record<string, unknown>>[]> {
    this.#made ??= this.#pool.query(makeTable(this.name, this.#columns));
    try {
      await this.#made;
    } catch (error) {
      this.#made = undefined;
      throw error;
    }
    const { rows } = await this.#pool.query(text, values);
    // Boundary: rows of pg are objects by column.
    return rows as Readonly<Record<string, unknown>>[];
  }
}

/** Without the lock, two that make the same table at the same moment fail on the catalogue. Several statements are one transaction. */
export function makeTable(name: string, columns: string): string {
  return `SELECT pg_advisory_xact_lock(${MAKING}); CREATE TABLE IF NOT EXISTS ${name} (${columns})`;
}
