import { ticksOf } from '../api/dates.ts';
import type { OrderChange, OrderChanges } from './models.ts';
import { changeId, cursorOf, type OrderPlace, placeOf, ticksOfId } from './order-place.ts';

/** A change with what decides its turn. */
interface Turn {
  readonly change: OrderChange;
  readonly id: string;
  /** When it happened; undefined where ASNA does not say. */
  readonly ticks: bigint | undefined;
  /** When its turn is: never before what it belongs to. */
  readonly turn: bigint;
}

const RANK = { header: 0, row: 1, status: 2 } as const;

/**
 * What an answer has that is new, in the order in which it is handled: by `ts`, and no row before the head of its order, no status before
 * its rows, where all of them are new.
 */
export class OrderBatch {
  /** The cursor that the changes left follow. */
  cursor: string | undefined;
  readonly #left: Turn[];
  /** Ids that were handled and may come again. */
  #seen: readonly string[];
  #since: string | undefined;

  constructor(changes: OrderChanges, cursor: string | undefined) {
    const { since, seen }: OrderPlace = placeOf(cursor);
    const known = new Set(seen);
    const turns = inTurn(changes);
    const present = new Set(turns.map(({ id }) => id));
    this.cursor = cursor;
    this.#since = since;
    // A change without a time is remembered for as long as ASNA repeats it.
    this.#seen = seen.filter((id) => ticksOfId(id) !== undefined || present.has(id));
    this.#left = turns.filter(({ id }) => !known.has(id));
  }

  /** Takes the next changes out, up to a number, and moves the place behind them. */
  take(count: number): { readonly events: OrderChange[]; readonly lastEventId: string | undefined } {
    const taken = this.#left.splice(0, count);
    if (taken.length > 0) this.#move(taken);
    return { events: taken.map(({ change }) => change), lastEventId: this.cursor };
  }

  get empty(): boolean {
    return this.#left.length === 0;
  }

  /** The place moves to the largest moment with nothing left at or before it: whether ASNA's answer has that very moment is not known. */
  #move(taken: readonly Turn[]): void {
    const seen = [...this.#seen, ...taken.map(({ id }) => id)];
    const firstLeft = least(this.#left.flatMap(({ ticks }) => (ticks === undefined ? [] : [ticks])));
    let at = ticksOf(this.#since);
    for (const { change, ticks } of taken) {
      if (ticks === undefined || (firstLeft !== undefined && ticks >= firstLeft)) continue;
      if (at !== undefined && ticks <= at) continue;
      at = ticks;
      this.#since = change.value.ts ?? undefined;
    }
    this.#seen = seen.filter((id) => {
      const ticks = ticksOfId(id);
      return ticks === undefined || at === undefined || ticks >= at;
    });
    this.cursor = cursorOf({ since: this.#since, seen: this.#seen });
  }
}

function least(moments: readonly bigint[]): bigint | undefined {
  return moments.reduce<bigint | undefined>(
    (min, at) => (min === undefined || at < min ? at : min),
    undefined,
  );
}

/** All changes in their turn; one that comes twice in an answer counts once. */
function inTurn({ headers, rows, statuses }: OrderChanges): Turn[] {
  const all: OrderChange[] = [
    ...headers.map((value) => ({ kind: 'header' as const, orderId: value.orderId, value })),
    ...rows.map((value) => ({ kind: 'row' as const, orderId: value.orderId, value })),
    ...statuses.map((value) => ({ kind: 'status' as const, orderId: value.orderId, value })),
  ];
  // The latest turn of each kind so far, by order: what comes after it in kind waits for it.
  const latest = new Map<string, bigint>();
  const byId = new Map<string, Turn>();
  for (const change of all) {
    const order = change.orderId.toLowerCase();
    const ticks = ticksOf(change.value.ts);
    const before =
      latest.get(`${order}:${RANK[change.kind] - 1}`) ?? latest.get(`${order}:${RANK[change.kind] - 2}`);
    const own = ticks ?? before ?? 0n;
    const turn = before !== undefined && before > own ? before : own;
    const key = `${order}:${RANK[change.kind]}`;
    const known = latest.get(key);
    if (known === undefined || turn > known) latest.set(key, turn);
    const id = changeId(change);
    if (!byId.has(id)) byId.set(id, { change, id, ticks, turn });
  }
  return [...byId.values()].toSorted((a, b) =>
    a.turn === b.turn ? RANK[a.change.kind] - RANK[b.change.kind] : a.turn < b.turn ? -1 : 1,
  );
}
