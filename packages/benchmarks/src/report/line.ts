import { type Drawing, round, text, TOP, WIDTH } from './picture.ts';

/** How a line is drawn. */
export interface LineStyle {
  /** What the horizontal axis has. */
  readonly across: string;
  /** A value, for people. */
  readonly text: (value: number) => string;
  /** Each step to the right is ten times as much; points are marked and labelled. */
  readonly logarithmic: boolean;
}

const [LEFT, RIGHT, HEIGHT] = [90, 40, 200];

/** A line from nought upwards, with the value at the top and in the middle of the axis. */
export function lineOf(points: readonly (readonly [number, number])[], style: LineStyle): Drawing {
  const { across, text: label, logarithmic } = style;
  const scale = logarithmic ? Math.log10 : (value: number) => value;
  const ends = points.map(([at]) => scale(at));
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const top = Math.max(...points.map(([, value]) => value)) * 1.15;
  const x = (at: number): number =>
    round(LEFT + ((scale(at) - first) / (last - first)) * (WIDTH - LEFT - RIGHT));
  const y = (value: number): number => round(TOP + (1 - value / top) * HEIGHT);
  const level = (value: number): string[] => [
    `<line x1="${LEFT}" y1="${y(value)}" x2="${WIDTH - RIGHT}" y2="${y(value)}" class="grid"/>`,
    text(value === 0 ? '0' : label(value), { x: LEFT - 8, y: y(value) + 4, look: 'right' }),
  ];
  const marks = points.map(([at, value]) => [
    `<circle cx="${x(at)}" cy="${y(value)}" r="4" class="ours"/>`,
    // The first one would cover the axis.
    text(
      label(value),
      at === points[0]?.[0]
        ? { x: x(at) + 8, y: y(value) - 6 }
        : { x: x(at), y: y(value) - 10, look: 'middle' },
    ),
  ]);
  const labelled = logarithmic
    ? points
    : points.filter((_, index) => index === 0 || index === points.length - 1);
  const below = TOP + HEIGHT + 18;
  return {
    height: below + 26,
    shapes: [
      ...[0, top / 2, top].flatMap(level),
      `<polyline points="${points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')}" class="line"/>`,
      ...(logarithmic ? marks.flat() : []),
      ...labelled.map(([at]) => text(at.toLocaleString('en-US'), { x: x(at), y: below, look: 'middle' })),
      text(across, { x: (LEFT + WIDTH - RIGHT) / 2, y: below + 18, look: 'middle' }),
    ],
  };
}
