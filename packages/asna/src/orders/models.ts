import type { AsnaDateTime } from '../api/dates.ts';

/**
 * Codes of statuses that are known to be understood. The site sends 1xx, the pharmacy 2xx; any other integer is passed on as it is.
 */
export const ORDER_STATUS = {
  /** From the site: a new order. Reserve its rows, and answer 200, 201 or 202. */
  new: 100,
  /** From the site: cancelled. Release what was reserved. */
  cancelled: 102,
  /** From the pharmacy: accepted, all rows are reserved. */
  reserved: 200,
  /** From the pharmacy: partly reserved. Send the short rows with `qntUnrsv`. */
  partlyReserved: 201,
  /** From the pharmacy: rejected, nothing is reserved. */
  rejected: 202,
} as const;

/** Code of an order's status: one of {@link ORDER_STATUS}, or any other integer. */
export type OrderStatusCode = (typeof ORDER_STATUS)[keyof typeof ORDER_STATUS] | (number & {});

/** Head of an order. `name` and `mPhone` are personal data. Members that nobody has described are kept as they came. */
export interface OrderHeader {
  /** GUID of the order. */
  orderId: string;
  /** GUID of the store. */
  storeId?: string | null | undefined;
  /** GUID of who issued the order. */
  issuerId?: string | null | undefined;
  /** Where the order comes from. */
  src?: string | null | undefined;
  /** Its number, for people. */
  num?: string | null | undefined;
  /** When it was made, ISO 8601. */
  date?: string | null | undefined;
  /** Name of the customer: personal data. */
  name?: string | null | undefined;
  /** Mobile telephone of the customer: personal data. */
  mPhone?: string | null | undefined;
  /** Way of payment. */
  payType?: string | null | undefined;
  /** Code of the way of payment; the codes are not documented. */
  payTypeId?: number | null | undefined;
  /** Loyalty card. */
  dCard?: string | null | undefined;
  /** Whether it is to be delivered. */
  delivery?: boolean | null | undefined;
  /** How it is to be delivered. */
  deliveryInfo?: string | null | undefined;
  /** GUID of a group of orders; not documented. */
  unionId?: string | null | undefined;
  /** When it last changed, ISO 8601 with up to seven digits of a second, which a `Date` would cut. */
  ts?: string | null | undefined;
  [member: string]: unknown;
}

/** One row of an order. Members that nobody has described are kept as they came. */
export interface OrderRow {
  /** GUID of the row. */
  rowId: string;
  /** GUID of the order. */
  orderId: string;
  /** In stock, or to be ordered from a supplier; the codes are not documented. */
  rowType?: number | null | undefined;
  /** Batch, as the stock was sent. */
  prtId?: string | null | undefined;
  /** ASNA's goods code. */
  nnt?: number | null | undefined;
  /** Ordered quantity. */
  qnt?: number | null | undefined;
  /** The most that the goods may be sold for. */
  prc?: number | null | undefined;
  /** Price with discount. */
  prcDsc?: number | null | undefined;
  /** Price with loyalty card. */
  prcLoyal?: number | null | undefined;
  /** Wholesale price with VAT. */
  prcOptNds?: number | null | undefined;
  /** Tax number of the supplier. */
  supInn?: string | null | undefined;
  /** When the supplier delivers, ISO 8601. */
  dlvDate?: string | null | undefined;
  /** Quantity that could not be reserved. */
  qntUnrsv?: number | null | undefined;
  /** When it last changed, ISO 8601. */
  ts?: string | null | undefined;
  [member: string]: unknown;
}

/** A status that an order, or a row of it, has been given. Each is a record of its own. */
export interface OrderStatus {
  /** GUID of this record, and no code: the code is `status`. */
  statusId: string;
  /** GUID of the order. */
  orderId: string;
  /** GUID of the row; absent for a status of the whole order. */
  rowId?: string | null | undefined;
  /** GUID of the store. */
  storeId?: string | null | undefined;
  /** When it was set, ISO 8601. */
  date?: string | null | undefined;
  /** What it says; see {@link ORDER_STATUS}. */
  status?: OrderStatusCode | null | undefined;
  /** When the reservation lapses, ISO 8601: after that the goods may be sold to others. */
  rcDate?: string | null | undefined;
  /** Comment. */
  cmnt?: string | null | undefined;
  /** When it last changed, ISO 8601. */
  ts?: string | null | undefined;
  [member: string]: unknown;
}

/** What has changed in the orders of a store. */
export interface OrderChanges {
  /** Orders that are new or have changed; empty where there is none. */
  headers: OrderHeader[];
  /** Rows of them; empty where there is none. */
  rows: OrderRow[];
  /** Statuses that they, or rows of them, were given; empty where there is none. */
  statuses: OrderStatus[];
}

/** What to ask for; nothing means everything that ASNA has. */
export interface OrderQuery {
  /** ISO 8601 with an offset, or a day: only what has changed after it. Usually the largest `ts` seen. */
  readonly since?: string;
  /** GUID: only this order. Third-party programs only. */
  readonly orderId?: string;
}

/** A status to send. */
export interface OrderStatusUpdate {
  /** GUID of this record. Default: a new one, the same for every attempt. */
  readonly statusId?: string;
  /** GUID of the order. */
  readonly orderId: string;
  /** For a status of one row. */
  readonly rowId?: string;
  /** Default: the store that the call names. */
  readonly storeId?: string;
  /** When it was set. Default: now. */
  readonly date?: AsnaDateTime;
  /** What it says; see {@link ORDER_STATUS}. */
  readonly status: OrderStatusCode;
  /** When the reservation lapses. */
  readonly rcDate?: AsnaDateTime;
  /** Comment. */
  readonly cmnt?: string;
}

/** A row that could not be reserved in full. */
export interface OrderRowUpdate {
  /** GUID of the row. */
  readonly rowId: string;
  /** Quantity that could not be reserved; 0 or more. */
  readonly qntUnrsv: number;
}

/** What a pharmacy answers. */
export interface OrderAnswer {
  /** Rows that could not be reserved in full. Default: none. */
  readonly rows?: readonly OrderRowUpdate[];
  /** Statuses of orders or rows, at least one. */
  readonly statuses: readonly OrderStatusUpdate[];
}

/** A status as it was sent. */
export interface SentOrderStatus extends OrderStatusUpdate {
  /** GUID of this record, the same on every attempt. */
  readonly statusId: string;
  /** GUID of the store. */
  readonly storeId: string;
  /** When it was set, ISO 8601 with an offset. */
  readonly date: AsnaDateTime;
}

/** One change, as `orders.feed` gives it: the `kind` of record, GUID of its order (`orderId`), the record itself (`value`). */
export type OrderChange =
  | { readonly kind: 'header'; readonly orderId: string; readonly value: OrderHeader }
  | { readonly kind: 'row'; readonly orderId: string; readonly value: OrderRow }
  | { readonly kind: 'status'; readonly orderId: string; readonly value: OrderStatus };
