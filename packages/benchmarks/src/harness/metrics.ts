/** What is measured, with what it is called and how its numbers read. */
export const METRICS = {
  /** Processor time of the measuring process, user and system, in microseconds per unit. */
  cpu: { title: 'CPU', text: duration },
  /** Time by the clock, in microseconds per unit. */
  wall: { title: 'wall', text: duration },
  /** The time that 99 of 100 stay below, in microseconds. */
  p99: { title: 'p99', text: duration },
  /** The time that half of them stay below, in microseconds. */
  p50: { title: 'median', text: duration },
  /** Most resident memory above where the process stood, in bytes. */
  memory: { title: 'memory', text: (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB` },
  /** Growth of the heap after garbage collection, in bytes per unit. */
  slope: { title: 'heap slope', text: (bytes: number) => `${bytes.toFixed(2)} B per event` },
  /** A bundle that was minified and packed by gzip, in bytes. */
  size: { title: 'size', text: (bytes: number) => `${(bytes / 1_000).toFixed(1)} KB` },
  /** Types that the compiler made of generic ones. */
  instantiations: { title: 'instantiations', text: (count: number) => count.toLocaleString('en-US') },
} as const;

export type Metric = keyof typeof METRICS;

/** A number of a metric, for people. */
export function show(metric: Metric, value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : METRICS[metric].text(value);
}

/** Microseconds in the unit that leaves one to three digits before the point. */
function duration(micros: number): string {
  const size = Math.abs(micros);
  if (size < 1_000) return `${digits(micros)} µs`;
  if (size < 1_000_000) return `${digits(micros / 1_000)} ms`;
  return `${digits(micros / 1_000_000)} s`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}
