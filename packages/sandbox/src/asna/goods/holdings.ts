import { guidKey } from '../guid.ts';

/** A row as it was sent. */
export type Row = Readonly<Record<string, unknown>>;

/** What ASNA holds of each owner: the stock of stores, or the price lists of legal entities. */
export class Holdings {
  /** Which member tells one row from another when rows are changed. */
  readonly #key: string;
  readonly #rows = new Map<string, Row[]>();

  constructor(key: string) {
    this.#key = key;
  }

  of(owner: string): readonly Row[] {
    return this.#rows.get(guidKey(owner)) ?? [];
  }

  /** Rows in the place of all there were. */
  replace(owner: string, rows: readonly Row[]): void {
    this.#rows.set(guidKey(owner), [...rows]);
  }

  /** Rows in the place of those with the same key, or beside them. */
  update(owner: string, rows: readonly Row[]): void {
    const byKey = new Map(this.of(owner).map((row) => [String(row[this.#key]), row]));
    for (const row of rows) byKey.set(String(row[this.#key]), row);
    this.#rows.set(guidKey(owner), [...byKey.values()]);
  }

  /** Rows by owner. */
  all(): Record<string, readonly Row[]> {
    return Object.fromEntries([...this.#rows].filter(([, rows]) => rows.length > 0));
  }

  clear(): void {
    this.#rows.clear();
  }
}
