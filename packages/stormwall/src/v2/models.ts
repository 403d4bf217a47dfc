/** An attack. Every member may be missing; others are kept as they came. */
export interface V2Attack {
  target?: string | null | undefined;
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
  objects?:
    | { traffic?: { value?: unknown; [member: string]: unknown }[] | null; [member: string]: unknown }[]
    | null;
  [member: string]: unknown;
}

/** Series of a site's traffic, with counters where they are in `bps`. */
export interface V2SiteTraffic {
  traffic?: Record<string, unknown>[] | null;
  counters?: Record<string, unknown> | null;
  [member: string]: unknown;
}

/** Percentile of traffic. */
export interface V2Percentile {
  percentile?: { in?: unknown; out?: unknown; [member: string]: unknown } | null;
  [member: string]: unknown;
}

/** A moment: a `Date`, or Unix milliseconds. */
export type Moment = Date | number;

/** Window of a series. */
export interface V2TrafficQuery {
  readonly fromTime: Moment;
  readonly toTime: Moment;
  /** `bps` or `rps`; the latter for sites only. Default: the vendor's. */
  readonly units?: 'bps' | 'rps';
}
