import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import { guidKey, nextGuid } from '../guid.ts';
import { isoDate } from '../iso-date.ts';

/** A record of an order: its head, a row, or a status. */
export type OrderRecord = Readonly<Record<string, unknown>> & {
  readonly orderId: string;
  readonly ts: string;
};

/** Everything of one store's orders that a request asks for. */
export interface OrderLists {
  readonly headers: readonly OrderRecord[];
  readonly rows: readonly OrderRecord[];
  readonly statuses: readonly OrderRecord[];
}

/** An order that a customer makes on the site. What is left out is made up; other members are kept. */
export interface OrderDraft {
  /** Default: a new GUID. */
  orderId?: string;
  /** Default: the store of the default client. */
  storeId?: string;
  /** Default: one row. */
  rows?: readonly Readonly<Record<string, unknown>>[];
  /** Code of its first status. Default 100: a new order. */
  status?: number;
  readonly [member: string]: unknown;
}

interface Order {
  readonly orderId: string;
  readonly storeId: string;
  header: OrderRecord;
  readonly rows: Map<string, OrderRecord>;
  readonly statuses: Map<string, OrderRecord>;
}

/** Who issues the orders. */
const ISSUER = '5a1d0000-0000-4000-8000-000000000001';

/** The reservation of a new order lapses after a day. */
const RESERVED_MS = 86_400_000;

/** The orders of every store. */
export class Orders {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #orders = new Map<string, Order>();
  #count = 0;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new order: all its records carry the same moment. Returns its id. */
  add(storeId: string, { rows = [{}], status = 100, ...draft }: OrderDraft): string {
    const now = this.#clock.now();
    const ts = isoDate(now);
    const orderId = draft.orderId ?? this.#newId();
    this.#count += 1;
    const header = {
      issuerId: ISSUER,
      src: 'site',
      num: `A-${1000 + this.#count}`,
      date: ts,
      name: 'Иванова М. П.',
      mPhone: '+70000000000',
      payType: 'Наличные',
      payTypeId: 1,
      delivery: false,
      ...draft,
      orderId,
      storeId,
      ts,
    };
    const order: Order = { orderId, storeId, header, rows: new Map(), statuses: new Map() };
    this.#orders.set(guidKey(orderId), order);
    for (const row of rows) {
      const rowId = typeof row['rowId'] === 'string' ? row['rowId'] : this.#newId();
      const whole = {
        rowType: 0,
        prtId: '1',
        nnt: 1001,
        qnt: 1,
        prc: 100,
        qntUnrsv: 0,
        ...row,
        rowId,
        orderId,
        ts,
      };
      order.rows.set(guidKey(rowId), whole);
    }
    this.#put(order, { statusId: this.#newId(), status, rcDate: isoDate(now + RESERVED_MS) }, ts);
    return orderId;
  }

  /** The site says something more about an order, as 102 for cancelled; false when there is none. */
  setStatus(orderId: string, status: number, more: Readonly<Record<string, unknown>> = {}): boolean {
    const order = this.#orders.get(guidKey(orderId));
    if (order === undefined) return false;
    this.#put(order, { ...more, statusId: this.#newId(), status }, isoDate(this.#clock.now()));
    return true;
  }

  find(orderId: string): { readonly storeId: string; hasRow(rowId: string): boolean } | undefined {
    const order = this.#orders.get(guidKey(orderId));
    if (order === undefined) return undefined;
    return { storeId: order.storeId, hasRow: (rowId) => order.rows.has(guidKey(rowId)) };
  }

  /** The order of a row in a store. */
  withRow(storeId: string, rowId: string): string | undefined {
    for (const { storeId: owner, orderId, rows } of this.#orders.values())
      if (guidKey(owner) === guidKey(storeId) && rows.has(guidKey(rowId))) return orderId;
    return undefined;
  }

  /** A status that the pharmacy sent; one whose id is known is the same one. */
  pushStatus(
    orderId: string,
    status: Readonly<Record<string, unknown>> & { readonly statusId: string },
  ): void {
    const order = this.#orders.get(guidKey(orderId));
    if (order === undefined || order.statuses.has(guidKey(status.statusId))) return;
    this.#put(order, status, isoDate(this.#clock.now()));
  }

  /** What could not be reserved of a row. */
  pushRow(orderId: string, rowId: string, qntUnrsv: number): void {
    const order = this.#orders.get(guidKey(orderId));
    const row = order?.rows.get(guidKey(rowId));
    if (row === undefined || row['qntUnrsv'] === qntUnrsv) return;
    order?.rows.set(guidKey(rowId), { ...row, qntUnrsv, ts: isoDate(this.#clock.now()) });
  }

  /** What a store may see of its orders, filtered. */
  lists(storeId: string, wanted: (record: OrderRecord) => boolean): OrderLists {
    const own = [...this.#orders.values()].filter((order) => guidKey(order.storeId) === guidKey(storeId));
    return {
      headers: own.map(({ header }) => header).filter(wanted),
      rows: own.flatMap(({ rows }) => [...rows.values()]).filter(wanted),
      statuses: own.flatMap(({ statuses }) => [...statuses.values()]).filter(wanted),
    };
  }

  /** Every order whole, oldest first. */
  all(): { readonly header: OrderRecord; readonly rows: OrderRecord[]; readonly statuses: OrderRecord[] }[] {
    return [...this.#orders.values()].map(({ header, rows, statuses }) => ({
      header,
      rows: [...rows.values()],
      statuses: [...statuses.values()],
    }));
  }

  /** Puts an order back as it was. */
  restore(
    storeId: string,
    header: OrderRecord,
    rows: readonly OrderRecord[],
    statuses: readonly OrderRecord[],
  ): void {
    const { orderId } = header;
    this.#count += 1;
    this.#orders.set(guidKey(orderId), {
      orderId,
      storeId,
      header,
      rows: new Map(rows.map((row) => [guidKey(String(row['rowId'])), row])),
      statuses: new Map(statuses.map((status) => [guidKey(String(status['statusId'])), status])),
    });
  }

  clear(): void {
    this.#orders.clear();
    this.#count = 0;
  }

  /** A GUID that none of the orders has: after a scenario was loaded the sequence starts over. */
  #newId(): string {
    for (;;) {
      const id = nextGuid(this.#random);
      const taken = [...this.#orders.values()].some(
        ({ orderId, rows, statuses }) => guidKey(orderId) === id || rows.has(id) || statuses.has(id),
      );
      if (!taken) return id;
    }
  }

  #put(
    order: Order,
    status: Readonly<Record<string, unknown>> & { readonly statusId: string },
    ts: string,
  ): void {
    const { orderId, storeId } = order;
    order.statuses.set(guidKey(status.statusId), { date: ts, ...status, orderId, storeId, ts });
  }
}
