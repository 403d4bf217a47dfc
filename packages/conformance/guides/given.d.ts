/**
 * What fragments in the guides take as given: clients made before, ids and credentials of the reader's, and the reader's own functions.
 * A name that no page uses any more is pointed out by a test.
 */
import type * as fs from 'node:fs';
import type * as files from 'node:fs/promises';
import type * as streams from 'node:stream/promises';
import type { AsnaClient, StockItem } from '@partner-apis/asna';
import type { AstralClient, Packet } from '@partner-apis/astral';
import type { CursorStore, Feed, ReestroClient } from '@partner-apis/reestro';
import type { BullmqQueueLike } from '@partner-apis/forward/bullmq';
import type { StormwallClient } from '@partner-apis/stormwall';

declare global {
  // Clients.
  const asna: AsnaClient;
  const astral: AstralClient;
  const reestro: ReestroClient;
  const stormwall: StormwallClient;
  const feed: Feed;

  // Credentials and ids.
  const apiKey: string;
  const ca: string;
  const clientId: string;
  const clientSecret: string;
  const formId: string;
  const orgId: string;
  const sid: string;
  const storeId: string;
  const token: string;
  const domainId: number;
  const serviceId: number;

  // What was read or made before.
  const lastKnown: string;
  const packet: Packet;
  const pair: { certificate: string; key: string };
  const queue: BullmqQueueLike;
  const signatureBytes: Uint8Array;
  const stock: unknown;
  const stocks: StockItem[];
  const store: CursorStore;
  const yesterday: Date;
  const key: string;

  // Of Node.js.
  const createReadStream: typeof fs.createReadStream;
  const pipeline: typeof streams.pipeline;
  const readFile: typeof files.readFile;

  // The reader's own.
  function alarm(...what: readonly unknown[]): Promise<void>;
  function book(tx: Sql, data: unknown): Promise<void>;
  function destinationFor(id: string): NodeJS.WritableStream;
  function enqueue(event: object): Promise<void>;
  function handle(text: string): Promise<void>;
  function insert(sql: Sql, event: object): Promise<void>;
  function issued(...what: readonly unknown[]): Promise<void>;
  function keep(record: object): Promise<void>;
  function markProcessed(id: string): Promise<void>;
  function park(event: object, error: unknown): Promise<void>;
  function report(...what: readonly unknown[]): void;
  function reserve(
    orderId: string,
  ): Promise<{ short: { rowId: string; qntUnrsv: number }[]; status: number }>;
  function save(...what: readonly unknown[]): Promise<boolean>;
  function transaction(work: (sql: Sql) => Promise<void>): Promise<void>;
  const db: { transaction(work: (tx: Sql) => Promise<void>): Promise<void> };
  const lock: { isMine(): boolean };

  interface Sql {
    query(text: string, values: readonly unknown[]): Promise<{ rowCount: number }>;
  }
}
