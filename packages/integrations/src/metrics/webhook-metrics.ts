import { Counter, Histogram, type Registry } from 'prom-client';

/** Observers for the option `hooks` of a webhook receiver. */
export interface WebhookObservers {
  /** Counts an answer by its `outcome`, and how long it took (`durationMs`, milliseconds). */
  readonly answered: (webhook: { readonly outcome: string; readonly durationMs: number | undefined }) => void;
}

/** What receivers of webhooks answer, as metrics. No label holds what a sender wrote: names of events are left out. */
export class WebhookMetrics {
  readonly #answers: Counter;
  readonly #duration: Histogram;

  constructor(register: Registry, prefix: string, buckets: number[]) {
    const registers = [register];
    this.#answers = new Counter({
      name: `${prefix}webhooks_total`,
      help: 'Requests to a receiver of webhooks by what became of them: handled, duplicate, failed, signature, slow, …',
      labelNames: ['name', 'outcome'],
      registers,
    });
    this.#duration = new Histogram({
      name: `${prefix}webhook_duration_seconds`,
      help: 'From a verified event to its answer',
      labelNames: ['name'],
      buckets,
      registers,
    });
  }

  /** The observers of one receiver. */
  hooks(name: string): WebhookObservers {
    return {
      answered: ({ outcome, durationMs }) => {
        this.#answers.inc({ name, outcome });
        if (durationMs !== undefined) this.#duration.observe({ name }, durationMs / 1_000);
      },
    };
  }
}
