import { Counter, Histogram, type Registry } from 'prom-client';

/** What became of an event in a consumer, by the name of the consumer's observer. */
const OUTCOMES = ['handled', 'failed', 'released', 'deadLettered', 'quarantined'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Observers for the option `hooks` of a consumer. */
export type HandlerHooks = { readonly [Name in Outcome]: (signal: object) => void };

/** What handlers of consumers take and bring, as metrics. */
export class HandlerMetrics {
  readonly #events: Counter;
  readonly #duration: Histogram;

  constructor(register: Registry, prefix: string, buckets: number[]) {
    const registers = [register];
    this.#events = new Counter({
      name: `${prefix}events_total`,
      help: 'What became of events: handled, failed (a run of the handler), released, deadLettered, quarantined',
      labelNames: ['name', 'outcome'],
      registers,
    });
    this.#duration = new Histogram({
      name: `${prefix}handler_duration_seconds`,
      help: 'Runs of handlers that resolved',
      labelNames: ['name'],
      buckets,
      registers,
    });
  }

  /** The observers of one consumer. */
  hooks(name: string): HandlerHooks {
    const counted = (outcome: Outcome) => () => this.#events.inc({ name, outcome });
    return {
      handled: (signal) => {
        this.#events.inc({ name, outcome: 'handled' });
        if ('durationMs' in signal && typeof signal.durationMs === 'number') {
          this.#duration.observe({ name }, signal.durationMs / 1_000);
        }
      },
      failed: counted('failed'),
      released: counted('released'),
      deadLettered: counted('deadLettered'),
      quarantined: counted('quarantined'),
    };
  }
}
