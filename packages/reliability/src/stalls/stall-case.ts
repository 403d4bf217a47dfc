import type { Timeouts } from '@partner-apis/core';
import type { Sandbox, SandboxServer } from '@partner-apis/sandbox';
import type { Relay } from './relay.ts';

/** How patient the clients are. */
export interface Limits {
  readonly timeouts: Timeouts;
  /** How many times as fast as real time a consumer's time goes: its polls last 10 s at the least. */
  readonly pollSpeed: number;
}

/** What stands around one operation. */
export interface Surroundings {
  readonly sandbox: Sandbox;
  readonly server: SandboxServer;
  readonly relay: Relay;
  readonly limits: Limits;
  readonly folder: string;
}

/** One operation, ready to meet a connection that stands still. */
export interface Stage extends AsyncDisposable {
  /** By when it must have ended. */
  readonly limitMs: number;
  /** Lets it meet the stall; settles as the operation does. */
  meet(): Promise<unknown>;
  /** The same, or the work, once more. */
  next(): Promise<unknown>;
}

/** An operation, and what stands still in its middle. */
export interface StallCase {
  readonly operation: string;
  readonly still: string;
  readonly vendor: 'astral' | 'asna' | 'reestro';
  /** `its result`, or the class of its error and what it says about the reason. */
  readonly ends: string;
  prepare(around: Surroundings): Promise<Stage>;
}

/** A stage that ends with its client. */
export function stage(
  client: { close(): Promise<void> },
  limitMs: number,
  next: () => Promise<unknown>,
  meet: () => Promise<unknown>,
): Stage {
  return { limitMs, next, meet, [Symbol.asyncDispose]: () => client.close() };
}

/** Events that handlers have been given, to wait for. */
export function arrivals(): { note(id: string): void; wait(id: string): Promise<void> } {
  const all = new Map<string, PromiseWithResolvers<void>>();
  const of = (id: string): PromiseWithResolvers<void> => {
    const known = all.get(id) ?? Promise.withResolvers<void>();
    all.set(id, known);
    return known;
  };
  return { note: (id) => of(id).resolve(), wait: (id) => of(id).promise };
}

/** Does something to the connections once the sandbox has got a request of this operation; settles as the work does. */
export async function during<T>(
  { sandbox }: Surroundings,
  operation: string,
  act: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const met = Promise.withResolvers<void>();
  const stop = sandbox.onRequest((request) => {
    if (request.operation !== operation || request.outcome !== 'open') return;
    stop();
    act();
    met.resolve();
  });
  try {
    const [result] = await Promise.all([work(), met.promise]);
    return result;
  } finally {
    stop();
  }
}
