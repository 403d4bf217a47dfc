/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that this share of all stays below, between the two nearest; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** By how much the second of each pair grows while the first grows by one: the line of least squares. */
export function slope(points: readonly (readonly [at: number, value: number])[]): number {
  const middleAt = mean(points.map(([at]) => at));
  const middleValue = mean(points.map(([, value]) => value));
  const together = sum(points.map(([at, value]) => (at - middleAt) * (value - middleValue)));
  return together / sum(points.map(([at]) => (at - middleAt) ** 2));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
