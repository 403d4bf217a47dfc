import { createHash } from 'node:crypto';
import { ConfigurationError } from '@partner-apis/core';
import { encode, type Envelope } from '../item/envelope.ts';
import { type ForwardItem, keyOf } from '../item/item.ts';
import type { Outcome, PutContext, Sink } from '../item/sink.ts';
import { makeTable } from '../stores/postgres-client.ts';
import {
  CURSOR_COLUMNS,
  CURSOR_TABLE,
  loadCursor,
  type RunStatement,
  saveCursor,
} from '../stores/postgres-cursor.ts';
import { untilAborted } from './until-aborted.ts';

/** Where pg-boss runs its statements. */
export interface PgBossDb {
  /** Runs a statement. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Begins a transaction, in newer versions. */
  beginTransaction?(): Promise<{ readonly db: PgBossDb; commit(): Promise<void>; rollback(): Promise<void> }>;
}

/** What is used of a `PgBoss`, version 12. */
export interface PgBossLike {
  /** Where it keeps jobs. */
  getDb(): PgBossDb;
  /** What is known of a queue; null where there is none. */
  getQueue(name: string): Promise<{ readonly policy?: string | undefined } | null>;
  /** Inserts jobs, with the database or transaction of `options`; resolves to the ids of those that are new. */
  insert(
    name: string,
    jobs: { id: string; data: Envelope; singletonKey?: string }[],
    options: { db: PgBossDb; returnId: true },
  ): Promise<string[] | null>;
}

/** Options of {@link pgBossSink}. */
export interface PgBossSinkOptions {
  /** Started. It stays yours. */
  readonly boss: PgBossLike;
  /** Name of a queue that exists: `await boss.createQueue(name)`. Its policy is `standard`, or `key_strict_fifo` for `orderKey`. */
  readonly queue: string;
  /** Further options of every job, such as `retryLimit`. `id` is the sink's. */
  readonly job?: Readonly<Record<string, unknown>>;
  /** Table of the cursors of feeds; that of `postgresCursorStore()` by default: `partner_apis_cursors`. */
  readonly cursorTable?: string;
}

/** Policies under which pg-boss drops a job without a word when another one waits. */
const KEEPS_ALL = ['standard', 'key_strict_fifo'];

/**
 * Puts items into a pg-boss queue, a batch in one transaction. The job's id comes from the item's, so an event that comes again is a duplicate
 * while pg-boss keeps the first: `deleteAfterSeconds` of the queue, seven days by default. With `reestroSource` the cursor is saved in the
 * transaction of the jobs.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function pgBossSink({ boss, queue, job = {}, cursorTable = CURSOR_TABLE }: PgBossSinkOptions): Sink {
  if (typeof boss?.insert !== 'function' || typeof boss.getDb !== 'function')
    throw new ConfigurationError(
      'pgBossSink() needs a started PgBoss, version 12 or newer: pgBossSink({ boss, queue }).',
    );
  if (typeof queue !== 'string' || queue === '')
    throw new ConfigurationError('pgBossSink() needs the name of a queue.');
  const engine = new Engine(boss, queue, cursorTable);
  return {
    title: 'pg-boss',
    cursors: {
      async load(key) {
        const run = statements(boss.getDb());
        await run(makeTable(cursorTable, CURSOR_COLUMNS), []);
        return loadCursor(run, cursorTable, key);
      },
    },
    async put(items, { signal, headers, cursor }) {
      signal.throwIfAborted();
      return untilAborted(signal, async () => {
        const ordered = await engine.check();
        const outcomes = new Map<ForwardItem, Outcome>();
        const jobs: Job[] = [];
        for (const item of items) {
          const written = encode(item, headers);
          if ('reject' in written) outcomes.set(item, written);
          else jobs.push({ item, row: { ...job, ...rowOf(item, written.envelope, ordered) } });
        }
        // A cursor stands for all the items: with one that cannot be stored it has to wait.
        const place = outcomes.size === 0 ? cursor : undefined;
        for (const [item, outcome] of await engine.store(jobs, place)) outcomes.set(item, outcome);
        return items.map((item) => outcomes.get(item) ?? 'retry');
      });
    },
  };
}

interface Job {
  readonly item: ForwardItem;
  readonly row: Parameters<PgBossLike['insert']>[1][number];
}

class Engine {
  readonly #boss: PgBossLike;
  readonly #queue: string;
  readonly #cursorTable: string;
  #ordered: boolean | undefined;

  constructor(boss: PgBossLike, queue: string, cursorTable: string) {
    this.#boss = boss;
    this.#queue = queue;
    this.#cursorTable = cursorTable;
  }

  /** Whether the queue keeps the order of keys; rejects with ConfigurationError for one that would lose jobs. */
  async check(): Promise<boolean> {
    if (this.#ordered !== undefined) return this.#ordered;
    const found = await this.#boss.getQueue(this.#queue);
    if (found === null)
      throw new ConfigurationError(`pg-boss has no queue ${this.#queue}.`, {
        hint: `Make it once: await boss.createQueue('${this.#queue}').`,
      });
    const { policy = 'standard' } = found;
    if (!KEEPS_ALL.includes(policy))
      throw new ConfigurationError(
        `The pg-boss queue ${this.#queue} has the policy ${policy}, which drops jobs while another one waits: events would be lost.`,
        { hint: "Use a queue of the policy 'standard', or 'key_strict_fifo' with orderKey." },
      );
    this.#ordered = policy === 'key_strict_fifo';
    return this.#ordered;
  }

  /** Stores all in one transaction; where one of them is to blame for a failure, each in one of its own. */
  async store(jobs: readonly Job[], cursor: PutContext['cursor']): Promise<Map<ForwardItem, Outcome>> {
    try {
      return await this.#transaction(jobs, cursor);
    } catch (error) {
      if (!isDataError(error)) throw error;
      const [only] = jobs;
      if (jobs.length === 1 && only !== undefined)
        return new Map([[only.item, { reject: `PostgreSQL refuses its data (${codeOf(error)})` }]]);
    }
    const outcomes = new Map<ForwardItem, Outcome>();
    for (const job of jobs)
      for (const [item, outcome] of await this.store([job], undefined)) outcomes.set(item, outcome);
    return outcomes;
  }

  async #transaction(jobs: readonly Job[], cursor: PutContext['cursor']): Promise<Map<ForwardItem, Outcome>> {
    const db = this.#boss.getDb();
    if (cursor === undefined) return this.#insert(jobs, db);
    const transaction = await db.beginTransaction?.();
    if (transaction === undefined)
      throw new ConfigurationError(
        'This pg-boss has no transactions of its own: give reestroSource() a store.',
      );
    try {
      const outcomes = await this.#insert(jobs, transaction.db);
      await saveCursor(statements(transaction.db), this.#cursorTable, cursor);
      await transaction.commit();
      return outcomes;
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }

  async #insert(jobs: readonly Job[], db: PgBossDb): Promise<Map<ForwardItem, Outcome>> {
    // pg-boss refuses a batch that has an id twice.
    const rows = [...new Map(jobs.map(({ row }) => [row.id, row])).values()];
    const ids = rows.length === 0 ? [] : await this.#boss.insert(this.#queue, rows, { db, returnId: true });
    const fresh = new Set(ids);
    return new Map(jobs.map(({ item, row }) => [item, fresh.has(row.id) ? 'stored' : 'duplicate']));
  }
}

function rowOf(item: ForwardItem, envelope: Envelope, ordered: boolean): Job['row'] {
  const key = ordered ? { singletonKey: item.orderKey ?? keyOf(item) } : {};
  const text = JSON.stringify(envelope.event);
  // jsonb has neither NUL nor half of a surrogate pair, and a batch with one would fail as a whole.
  const plain = !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(text);
  return {
    id: uuidOf(keyOf(item)),
    data: plain ? envelope : { ...envelope, event: null, json: text },
    ...key,
  };
}

/** A UUID that is the same for the same text: version 8 of RFC 9562. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function statements(db: PgBossDb): RunStatement {
  // Boundary: rows are objects by column.
  return async (text, values) =>
    (await db.executeSql(text, values)).rows as Readonly<Record<string, unknown>>[];
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

/** SQLSTATE classes that are about what was sent, not about the server: data exceptions and limits of a value. */
function isDataError(error: unknown): boolean {
  return /^(?:22|54)[0-9A-Z]{3}$/.test(codeOf(error));
}
