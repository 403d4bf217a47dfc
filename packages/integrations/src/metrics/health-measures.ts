/** A member of what `health()` gives, and the metric it becomes. */
export interface Measure {
  readonly member: string;
  /** Without the prefix. */
  readonly metric: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter' | 'time';
}

/**
 * What consumers, feeds and forwarders tell of themselves, as metrics. A part has those of its members only. Times are epoch milliseconds
 * there and epoch seconds here, as Prometheus has them.
 */
export const measures: readonly Measure[] = [
  gauge('inFlight', 'in_flight', 'Handlers, or items, at work'),
  gauge('buffered', 'buffered', 'Events taken on that wait'),
  gauge('unconfirmed', 'unconfirmed', 'Events done with and not acknowledged at the source yet'),
  gauge('unsaved', 'unsaved', 'Events handled that no saved cursor covers yet'),
  gauge('quarantined', 'quarantined', 'Events set aside'),
  gauge('consecutiveFailures', 'consecutive_failures', 'Failures since the last success'),
  gauge('timeout', 'poll_timeout_seconds', 'For how long polls are held now'),
  counter('handled', 'handled_total', 'Events handled'),
  counter('parked', 'parked_total', 'Events parked'),
  counter('stored', 'stored_total', 'Items that the engine has taken'),
  counter('duplicates', 'duplicates_total', 'Repeated events'),
  counter('deadLettered', 'dead_lettered_total', 'Items given to the dead letter'),
  counter('rejected', 'rejected_total', 'Items that can never be stored'),
  counter('anomalies', 'anomalies_total', 'Pages that led nowhere'),
  time('lastPollCompletedAt', 'last_poll_timestamp_seconds', 'When a poll was last answered'),
  time('lastPageAt', 'last_page_timestamp_seconds', 'When a page was last handled to its end'),
  time('lastEventAt', 'last_event_timestamp_seconds', 'When an event was last taken on or handled'),
  time('lastStoredAt', 'last_stored_timestamp_seconds', 'When the engine last took an item'),
];

function gauge(member: string, metric: string, help: string): Measure {
  return { member, metric, help, kind: 'gauge' };
}

function counter(member: string, metric: string, help: string): Measure {
  return { member, metric, help, kind: 'counter' };
}

function time(member: string, metric: string, help: string): Measure {
  return { member, metric, help, kind: 'time' };
}
