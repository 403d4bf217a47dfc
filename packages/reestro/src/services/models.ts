/** Open data of an object of real estate, as programs of others read them: every member may be missing. */
export interface EstateObject {
  /** `NN:NN:NNNNNNN:N`; missing where nothing was found. */
  cadastralNumber?: string | undefined;
  /** Address in words. */
  address?: unknown;
  /** Rights, each with `right` and `restrictions`, as they came. */
  rightAndRestrictions?: unknown[] | undefined;
  /** Members such as `area`, `floor`, `cadastralValue`, `permittedUse` are kept as they came. */
  [member: string]: unknown;
}

/** What to find objects by. */
export interface ObjectQuery {
  /** Address: levels separated by commas. */
  readonly address: string;
  /** A parameter of the newer documentation, which does not say in what could be read of it what is filtered. */
  readonly filter?: boolean | undefined;
}

/** An amount with its unit. */
export interface BalanceAmount {
  /** How much. */
  value?: number | string | undefined;
  /** Of what; some answers have `unitClass`. */
  unit?: string | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A prepaid balance. */
export interface Balance {
  /** Id of the balance. */
  id?: string | undefined;
  /** What is left. */
  balance?: BalanceAmount | undefined;
  /** Members such as `startDate`, `endDate`, `overdraft`, `type`, `tariffType` are kept as they came. */
  [member: string]: unknown;
}

/** The prepaid balances. */
export interface Balances {
  /** One for each service. */
  items: Balance[];
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** What was booked on a balance. */
export interface BalanceOperation {
  /** Id of the operation. */
  operationId?: string | undefined;
  /** How much. */
  amount?: BalanceAmount | undefined;
  /** ISO 8601 in UTC. */
  createdAt?: string | undefined;
  /** What was done. */
  operationType?: string | undefined;
  /** On which service. */
  serviceId?: string | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A page of what was booked. */
export interface BalanceOperations {
  /** The operations. */
  operations: BalanceOperation[];
  /** For the next page; undefined on the last one. */
  token?: string | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** What was booked where and when. */
export interface BalanceQuery {
  /** Service, as `balance()` has it. */
  readonly serviceId: string;
  /** ISO 8601. */
  readonly from?: string | undefined;
  /** ISO 8601. */
  readonly to?: string | undefined;
  /** `token` of the page before. */
  readonly token?: string | undefined;
  /** Most operations to get; the maximum is not documented. */
  readonly count?: number | undefined;
}

/** A task for a courier, in the vendor's form. Its documentation's table and example do not agree: other members are sent as they are. */
export interface IdentificationTask {
  /** What the bank has to say. */
  readonly bankNotice: Readonly<Record<string, unknown>>;
  /** Where and when. */
  readonly meeting: Readonly<Record<string, unknown>>;
  /** Other members are sent as they are. */
  readonly [member: string]: unknown;
}
