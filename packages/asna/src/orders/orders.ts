import { ApiCall, type CallOptions, type Feed } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { asnaDateTime } from '../api/dates.ts';
import { membersOf } from '../api/members.ts';
import { type AsnaReadOptions, reading } from '../api/reading.ts';
import type { OrderAnswer, OrderChange, OrderChanges, OrderQuery, SentOrderStatus } from './models.ts';
import { orderFeed, type OrderFeedOptions } from './order-feed.ts';
import { pullOrders, pushOrders } from './order-operations.ts';

/** Orders that customers made on the site for a store to fill. */
export class Orders {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: reads what has changed in the orders of a store, as three flat lists that `orderId` joins. `[]` for each
   * that is missing, and for an empty answer.
   *
   * @param storeId - GUID of the store.
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a sample client and two programs that imitate the ASNA REST API 5.0; the documentation of orders describes the process
   */
  pull(storeId: string, query: OrderQuery = {}, options?: AsnaReadOptions): ApiCall<OrderChanges> {
    return this.#client.call(pullOrders, { params: { storeId }, query }, reading(options));
  }

  /**
   * Third-party programs only: sends statuses, and the rows that could not be reserved. A status without a `statusId` gets a new GUID
   * before the first attempt, and keeps it for every further one: so the call is repeated by itself, and may be repeated by you with what
   * it resolved to.
   *
   * @returns `{ statuses }` as they were sent.
   * @throws RequestValidationError, before anything is sent, with the path of the member.
   * @see two programs that imitate the ASNA REST API 5.0; a sample client sends POST
   */
  push(
    storeId: string,
    answer: OrderAnswer,
    options?: CallOptions,
  ): ApiCall<{ statuses: readonly SentOrderStatus[] }> {
    const sent = completed(storeId, answer, this.#client.runtime.clock.now());
    const call = this.#client.call(pushOrders, { params: { storeId }, body: sent }, options);
    return new ApiCall(
      call.withResponse().then(({ response }) => ({ data: { statuses: sent.statuses }, response })),
    );
  }

  /**
   * A durable reader of the changes: at least once, in order, with a place that is saved only after everything before it was handled. `run()`
   * reads until `stop()`.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  feed(options: OrderFeedOptions): Feed<OrderChange> {
    return orderFeed(
      (storeId, query, call) => this.pull(storeId, query, call),
      this.#client.runtime,
      options,
    );
  }
}

/** Fills in what a status may be without. What is no list of objects is left to the operation, which says so. */
function completed(
  storeId: string,
  answer: OrderAnswer,
  now: number,
): { rows?: OrderAnswer['rows'] & {}; statuses: readonly SentOrderStatus[] } {
  const { statuses, ...rest } = membersOf(answer);
  const date = asnaDateTime(new Date(now));
  const filled: unknown = Array.isArray(statuses)
    ? statuses.map((status: unknown) =>
        typeof status === 'object' && status !== null
          ? { statusId: crypto.randomUUID(), storeId, date, ...withoutMissing(status) }
          : status,
      )
    : statuses;
  // Boundary: the operation checks every member before anything is sent.
  return { ...rest, statuses: filled as readonly SentOrderStatus[] };
}

function withoutMissing(status: object): object {
  return Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
}
