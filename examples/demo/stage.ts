import { styleText } from 'node:util';
import type { Sandbox, SandboxServer } from '@partner-apis/sandbox';

/** What a scene plays on: the vendors' side, and a way to show what happens. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  /** One thing that happened. */
  readonly show: (what: string, detail?: string) => void;
  /** Something that must be so; the demo ends with a non-zero code when it is not. */
  readonly check: (what: string, holds: boolean, detail?: string) => void;
}

/** A part of the demo. */
export interface Scene {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

/** A check of the demo that did not hold. */
export class DemoFailure extends Error {}

const WIDTH = 58;

/** Prints to the terminal; colours only where it has them. */
export function printer(): Pick<Stage, 'show' | 'check'> & {
  readonly title: (text: string) => void;
  readonly checks: () => number;
} {
  let checks = 0;
  const line = (mark: string, what: string, detail = ''): void => {
    const gap = ' '.repeat(Math.max(1, WIDTH - what.length));
    process.stdout.write(`  ${mark} ${what}${detail === '' ? '' : gap + styleText('dim', detail)}\n`);
  };
  return {
    title: (text) => process.stdout.write(`\n${styleText('bold', text)}\n`),
    show: (what, detail) => line(styleText('cyan', '›'), what, detail),
    check(what, holds, detail) {
      checks += 1;
      if (!holds) throw new DemoFailure(`${what}${detail === undefined ? '' : ` (${detail})`}`);
      line(styleText('green', '✓'), what, detail);
    },
    checks: () => checks,
  };
}
