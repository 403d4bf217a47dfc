/** A store that the credential may see. Members that nobody has described are kept as they came. */
export interface Store {
  /** GUID of the store: the `storeId` of other calls. */
  guid?: string | null | undefined;
  /** Name of the store. */
  name?: string | null | undefined;
  /** Company that owns it. */
  company?: string | null | undefined;
  /** Whether it is in use. */
  active?: boolean | null | undefined;
  /** Whether ASNA holds stock for it. */
  stocksExist?: boolean | null | undefined;
  /** Whether ASNA holds a price list for it. */
  preordersExist?: boolean | null | undefined;
  [member: string]: unknown;
}

/** A record of the goods catalogue. Its other members are not documented, and are kept as they came. */
export interface Goods {
  /** ASNA's goods code. */
  nnt?: number | null | undefined;
  /** Row version: a 64-bit integer, as text, since a number cannot hold all of them. */
  rvInt?: string | undefined;
  /** The same in binary form, base64. */
  rv?: string | null | undefined;
  [member: string]: unknown;
}

/** Which part of the catalogue to read. */
export interface GoodsQuery {
  /** Records per request, 1 to 10,000. */
  readonly count?: number;
  /** Row version after which to read: of the last record that you hold. Absent or `'0'` for all. A bigint will do too. */
  readonly rvInt?: string | bigint;
}

/** A link between ASNA's goods code and the pharmacy's own. Its members are not documented, and are kept as they came. */
export interface GoodsLink {
  /** ASNA's goods code. */
  nnt?: number | null | undefined;
  [member: string]: unknown;
}

/** What a store is to have in stock. */
export interface AssortmentPlan {
  /** GUID of the plan. */
  planId?: string | null | undefined;
  /** When it was loaded, ISO 8601. */
  loadDate?: string | null | undefined;
  /** Its rows, one for each kind of goods. */
  plans: AssortmentRow[];
  [member: string]: unknown;
}

/** One row of a plan. */
export interface AssortmentRow {
  /** ASNA's goods code. */
  nnt?: number | null | undefined;
  /** Code of the status; the codes are not documented. */
  statusId?: number | null | undefined;
  /** Text of the status, in Russian. */
  status?: string | null | undefined;
  /** Code of the method; absent where none is set. */
  methodId?: number | null | undefined;
  /** Text of the method, in Russian. */
  method?: string | null | undefined;
  /** Quantity. */
  qnt?: number | null | undefined;
  [member: string]: unknown;
}
