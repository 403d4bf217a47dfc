import { ConfigurationError } from '@partner-apis/core';
import { Counter, Gauge, type Registry } from 'prom-client';
import { type Measure, measures } from './health-measures.ts';

/** Anything that tells how it is doing: a consumer, a feed, a forwarder, a receiver of webhooks. */
export interface Watchable {
  /** How it is doing: the name of its `state`, whether it does its work (`live`), and numbers. */
  health(): { readonly state: string; readonly live: boolean };
}

type Health = Readonly<Record<string, unknown>>;

/** Parts by name, whose health is read whenever the metrics are asked for, and never between. */
export class WatchedParts {
  readonly #parts = new Map<string, Watchable>();

  constructor(register: Registry, prefix: string) {
    const registers = [register];
    this.#gauge(
      { name: `${prefix}live`, help: '1 while a part does its work', registers },
      (set, name, { live }) => set({ name }, live === true ? 1 : 0),
    );
    this.#gauge(
      { name: `${prefix}state`, help: '1 for the state that a part is in', registers, labels: ['state'] },
      (set, name, { state }) => set({ name, state: String(state) }, 1),
    );
    for (const measure of measures) this.#measure(registers, prefix, measure);
  }

  /**
   * Watches a part from now on.
   *
   * @throws ConfigurationError where another part has the name.
   */
  add(name: string, part: Watchable): () => void {
    if (this.#parts.has(name)) {
      throw new ConfigurationError(
        `Metrics: another part is watched under the name ${name}; give each its own.`,
      );
    }
    this.#parts.set(name, part);
    return () => {
      if (this.#parts.get(name) === part) this.#parts.delete(name);
    };
  }

  #measure(registers: Registry[], prefix: string, { member, metric, help, kind }: Measure): void {
    const name = `${prefix}${metric}`;
    const factor = kind === 'time' ? 1 / 1_000 : 1;
    if (kind === 'counter') {
      const collect = (counter: Counter) =>
        this.#each((part, health) => {
          const value = health[member];
          if (typeof value === 'number') counter.inc({ name: part }, value);
        });
      // The part counts; what was told at the last scrape is replaced.
      new Counter({
        name,
        help,
        registers,
        labelNames: ['name'],
        collect() {
          this.reset();
          collect(this);
        },
      });
      return;
    }
    this.#gauge({ name, help, registers }, (set, part, health) => {
      const value = health[member];
      if (typeof value === 'number') set({ name: part }, value * factor);
    });
  }

  #gauge(
    {
      labels = [],
      ...configuration
    }: { name: string; help: string; registers: Registry[]; labels?: string[] },
    read: (
      set: (labels: Record<string, string>, value: number) => void,
      name: string,
      health: Health,
    ) => void,
  ): void {
    const each = (gauge: Gauge) =>
      this.#each((name, health) => read((values, value) => gauge.set(values, value), name, health));
    new Gauge({
      ...configuration,
      labelNames: ['name', ...labels],
      collect() {
        // A state that was left, and a part that is watched no more, must not stay.
        this.reset();
        each(this);
      },
    });
  }

  #each(visit: (name: string, health: Health) => void): void {
    for (const [name, part] of this.#parts) visit(name, { ...part.health() });
  }
}
