import { METRICS, type Metric, show } from './metrics.ts';
import { median } from './statistics.ts';
import type { Goal, Held, Limit, Samples, Work } from './work.ts';

/** What became of a goal. */
export interface Verdict {
  readonly work: Work;
  readonly goal: Goal;
  /** The contestant that ours was held against; undefined where it stands alone. */
  readonly against: string | undefined;
  /** The median over the rounds. */
  readonly value: number;
  readonly met: boolean;
  /** The value and the limit, for people. */
  readonly measured: string;
  readonly wanted: string;
}

/** Every goal of a work, held against the limits, or in the short form against the alarms. */
export function judge(work: Work, short = false): Verdict[] {
  return work.goals.map((goal) => {
    const against = rival(work.samples, goal);
    const held = short ? goal.alarm : goal;
    const { limit, metric } = held;
    const value = valueOf(work.samples, { of: goal.of, against, held });
    return {
      work,
      goal,
      against,
      value,
      met: holds(value, limit),
      measured: `${METRICS[metric].title} ${reading(held, value)}`,
      wanted: 'most' in limit ? `≤ ${reading(held, limit.most)}` : `≥ ${reading(held, limit.least)}`,
    };
  });
}

/** The median over the rounds of one contestant's metric; NaN where it has none. */
export function medianOf(samples: Samples, name: string, metric: Metric): number {
  return median((samples[name] ?? []).flatMap((sample) => sample[metric] ?? []));
}

/** The contestant to be held against: of several, the one with the lowest median. */
function rival(samples: Samples, { by, metric }: Goal): string | undefined {
  if (by === undefined || typeof by === 'string') return by;
  return by.toSorted((a, b) => medianOf(samples, a, metric) - medianOf(samples, b, metric))[0];
}

interface Compared {
  readonly of: string;
  readonly against: string | undefined;
  readonly held: Held;
}

/** Taken in each round by itself, then the median: what else the machine does at that moment weighs on both. */
function valueOf(samples: Samples, { of, against, held }: Compared): number {
  const { as, metric } = held;
  if (as === 'value') return medianOf(samples, of, metric);
  const ours = samples[of] ?? [];
  const theirs = against === undefined ? [] : (samples[against] ?? []);
  return median(
    ours.map((sample, round) => {
      const own = sample[metric] ?? Number.NaN;
      const other = theirs[round]?.[metric] ?? Number.NaN;
      return as === 'ratio' ? own / other : as === 'speed' ? other / own : own - other;
    }),
  );
}

/** NaN holds nothing: what was not measured is not met. */
function holds(value: number, limit: Limit): boolean {
  return 'most' in limit ? value <= limit.most : value >= limit.least;
}

function reading({ as, metric }: Held, value: number): string {
  if (as === 'ratio') return `${value.toFixed(2)} ×`;
  if (as === 'speed') return `${value.toFixed(2)} × as fast`;
  const text = show(metric, value);
  return as === 'difference' && value >= 0 ? `+ ${text}` : text;
}
