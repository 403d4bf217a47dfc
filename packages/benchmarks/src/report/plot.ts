import { medianOf } from '../harness/judge.ts';
import { METRICS, show } from '../harness/metrics.ts';
import type { Work } from '../harness/work.ts';
import { barsOf } from './bars.ts';
import { lineOf } from './line.ts';
import { picture } from './picture.ts';

/** The plot of a work as an SVG file; undefined where it has none. */
export function plotOf(work: Work): string | undefined {
  const { plot, samples, goals, course = [] } = work;
  if (plot === undefined) return undefined;
  const { metric, across = '' } = plot;
  const per = plot.kind === 'course' ? '' : ` per ${work.unit}`;
  const title = `${work.title}: ${plot.kind === 'course' ? 'heap after garbage collection' : `${METRICS[metric].title}${per}`}`;
  if (plot.kind === 'bars') {
    const ours = new Set(goals.map(({ of }) => of));
    const bars = Object.keys(samples).map((name) => {
      const value = medianOf(samples, name, metric);
      return { name, value, text: show(metric, value), ours: ours.has(name) };
    });
    return picture(title, barsOf(bars));
  }
  const points: readonly (readonly [number, number])[] =
    plot.kind === 'sizes'
      ? Object.keys(samples).map((name) => [Number(name), medianOf(samples, name, metric)] as const)
      : course;
  const text = (value: number): string => show(metric, value);
  return picture(title, lineOf(points, { across, text, logarithmic: plot.kind === 'sizes' }));
}
