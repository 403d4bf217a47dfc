import { styleText } from 'node:util';
import type { Check } from './check.ts';
import type { VendorReport } from './examine.ts';
import { examined } from './vendors.ts';

const marks = {
  ok: ['green', '✓'],
  failed: ['red', '✗'],
  unknown: ['yellow', '?'],
} as const;

/** The report of one vendor for people. Colours only where standard output is a terminal that wants them. */
export function printed({ vendor, checks }: VendorReport): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap((check) => linesOf(check, width));
  return `${styleText('bold', examined[vendor].title)}\n${lines.join('\n')}\n`;
}

function linesOf({ name, status, detail, advice }: Check, width: number): string[] {
  const [colour, mark] = marks[status];
  const indent = ' '.repeat(width + 6);
  return [
    `  ${styleText(colour, mark)} ${name.padEnd(width)}  ${detail}`,
    ...(advice === undefined ? [] : [`${indent}${advice}`]),
  ];
}
