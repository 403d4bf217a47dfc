import { DatabaseSync } from 'node:sqlite';
import type { CryptoEvent, ReestroFeedOptions } from '@partner-apis/reestro';
import { expect, test } from 'vitest';
import { withSandbox } from './support/reestro.ts';
import { rejection } from '@partner-apis/test-kit';

/** A database with the rows that events led to, and the cursor, changed together or not at all. */
class Ledger {
  readonly #database = new DatabaseSync(':memory:');

  constructor() {
    this.#database.exec('CREATE TABLE rows (id TEXT PRIMARY KEY); CREATE TABLE cursors (cursor TEXT)');
  }

  get cursor(): string | undefined {
    const cursor = this.#database.prepare('SELECT cursor FROM cursors').get()?.['cursor'];
    return typeof cursor === 'string' ? cursor : undefined;
  }

  get rows(): unknown[] {
    return this.#database
      .prepare('SELECT id FROM rows ORDER BY rowid')
      .all()
      .map(({ id }) => id);
  }

  /** Inserting a row a second time is an error: nothing here bears repetition. */
  commit(events: readonly CryptoEvent[], cursor: string, dieBefore: 'commit' | 'nothing'): void {
    this.#database.exec('BEGIN');
    for (const { eventId } of events) this.#database.prepare('INSERT INTO rows VALUES (?)').run(eventId);
    this.#database.exec('DELETE FROM cursors');
    this.#database.prepare('INSERT INTO cursors VALUES (?)').run(cursor);
    if (dieBefore === 'commit') {
      this.#database.exec('ROLLBACK');
      throw new Error('the process died');
    }
    this.#database.exec('COMMIT');
  }
}

test.each(['by event', 'by page'] as const)(
  'rows and cursor in one transaction: every event has its effect exactly once, whatever dies (%s)',
  async (way) => {
    const { sandbox, reestro } = await withSandbox();
    const added = sandbox.reestro.addEvents(40).map(({ eventId }) => eventId);
    const ledger = new Ledger();
    let commits = 0;
    const commit = (events: readonly CryptoEvent[], cursor: string): void => {
      commits += 1;
      ledger.commit(events, cursor, commits % 3 === 0 ? 'commit' : 'nothing');
    };
    // Each round is a process: it ends with the first transaction that fails.
    for (let round = 0; ledger.rows.length < added.length && round < 40; round += 1) {
      const common = {
        key: 'k',
        store: { load: async () => ledger.cursor },
        cursorMode: 'external',
        startFrom: 'oldest',
        pageSize: 7,
        idleMs: { min: 1, max: 2 },
        handlerRetry: { retries: 0 },
      } as const;
      const options: ReestroFeedOptions =
        way === 'by page'
          ? { ...common, pageHandler: (events, { cursor }) => commit(events, cursor) }
          : { ...common, handler: (event, { cursor }) => commit([event], cursor) };
      const feed = reestro.crypto.events.feed(options);
      const watch = setInterval(() => {
        if (ledger.rows.length === added.length) void feed.stop();
      }, 2);
      const error = await rejection(feed.run().then(() => Promise.reject(new Error('stopped'))));
      clearInterval(watch);
      expect(String(error)).toMatch(/the process died|stopped/);
    }
    expect(ledger.rows).toEqual(added);
    expect(ledger.cursor).toBe(added.at(-1));
    expect(commits).toBeGreaterThan(way === 'by page' ? 6 : 40);
  },
);
