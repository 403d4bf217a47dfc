import { type Drawing, round, text, TOP, WIDTH } from './picture.ts';

/** One bar. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The value, for people. */
  readonly text: string;
  readonly ours: boolean;
}

const ROW = 28;
const LEFT = 190;
const RIGHT = 90;

/** Horizontal bars under each other, from nought. */
export function barsOf(bars: readonly Bar[]): Drawing {
  const largest = Math.max(...bars.map(({ value }) => value));
  const shapes = bars.flatMap(({ name, value, text: label, ours }, index) => {
    const y = TOP + index * ROW;
    const length = round((value / largest) * (WIDTH - LEFT - RIGHT));
    return [
      text(name, { x: LEFT - 8, y: y + 15, look: 'right' }),
      `<rect x="${LEFT}" y="${y}" width="${length}" height="20" rx="2" class="${ours ? 'ours' : 'theirs'}"/>`,
      text(label, { x: LEFT + length + 8, y: y + 15 }),
    ];
  });
  return { height: TOP + bars.length * ROW + 4, shapes };
}
