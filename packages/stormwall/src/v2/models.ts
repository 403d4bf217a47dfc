/** An attack. Every member may be missing; others are kept as they came. */
export interface V2Attack {
  /** What is attacked. */
  target?: string | null | undefined;
  /** Kind of attack; the values are not documented. */
  type?: string | null | undefined;
  /** A number whose unit is not documented. */
  start_time?: number | string | null | undefined;
  /** Whether it still runs: see `isFlagSet`. */
  active?: boolean | number | null | undefined;
  /** `low`, `middle`, `high`, or another text. */
  severity?: string | null | undefined;
  [member: string]: unknown;
}

/** Series of network traffic. */
export interface V2NetworkTraffic {
  /** One for each series: its points are in `traffic`, each with a `value` whose unit is that of the query. */
  objects?:
    | { traffic?: { value?: unknown; [member: string]: unknown }[] | null; [member: string]: unknown }[]
    | null;
  [member: string]: unknown;
}

/** Series of a site's traffic, with counters where they are in `bps`. */
export interface V2SiteTraffic {
  /** The points, as they came. */
  traffic?: Record<string, unknown>[] | null;
  /** Totals beside the series, as they came. */
  counters?: Record<string, unknown> | null;
  [member: string]: unknown;
}

/** Percentile of traffic. */
export interface V2Percentile {
  /** Of what comes `in` and what goes `out`; the unit is not documented. */
  percentile?: { in?: unknown; out?: unknown; [member: string]: unknown } | null;
  [member: string]: unknown;
}

/** A moment: a `Date`, or Unix milliseconds. */
export type Moment = Date | number;

/** Window of a series. */
export interface V2TrafficQuery {
  /** Where the window begins. */
  readonly fromTime: Moment;
  /** Where it ends. */
  readonly toTime: Moment;
  /** `bps` or `rps`; the latter for sites only. Default: the vendor's. */
  readonly units?: 'bps' | 'rps';
}
