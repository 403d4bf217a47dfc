import type { Cell, Step } from '../cell.ts';

/** What cells of the project `service` have in common: a server with a client of each vendor and a receiver of webhooks. */
export const service = {
  ours: ['asna', 'astral', 'core', 'reestro', 'stormwall'],
  project: 'service',
} as const satisfies Partial<Cell>;

/**
 * Starts a server of the project, and does to it what ASNA and a caller would. Paths that have to answer 200, and a module that does more, may
 * come before its command.
 */
export function serving(...server: readonly string[]): Step {
  return {
    run: ['node', 'drive.mjs', ...server],
    says: /a signed webhook came in, a forged one did not, four clients were answered/,
  };
}

/** Runs what a runtime has to be good for beside calls. */
export function whole(...runtime: readonly string[]): Step {
  return {
    run: [...runtime, 'whole.mjs'],
    says: /a packet, a consumer, a feed and two failures came out right/,
  };
}
