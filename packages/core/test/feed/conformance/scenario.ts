import type { FeedOptions } from '@partner-apis/core/vendor';
import type { failures } from './failures.ts';

/** The event of the scripts: an id is all there is to it. */
export interface ScriptEvent {
  readonly id: string;
  /** Age in days when it is read. */
  readonly ageDays?: number;
}

/** How a request or a store call can fail. */
export type FailureName = keyof typeof failures;

/**
 * One step of a script. Time stands still but for `pass`, and `expect` lists everything that happened since the one before, in order:
 * `ask <cursor>`, `handle <ids>`, `park <id>`, `save <next> over <previous>`, `gap <cursor>`, `abort <id>`, `end <how>`.
 */
export type Step =
  | { readonly expect: readonly string[] }
  /** Answers the request: ids, and the page's cursor (the last id when absent). */
  | { readonly give: string; readonly cursor?: string | null; readonly ageDays?: number }
  /** Fails the request. */
  | { readonly refuse: FailureName }
  /** Moves time on. */
  | { readonly pass: number }
  /** A held handler resolves. */
  | { readonly finish: string }
  /** The process dies and a new one starts with the same store. */
  | { readonly crash: true }
  /** What the next calls of the store do: nothing but fail, or take effect and fail all the same. */
  | { readonly store: 'saves fail' | 'saves fail late' | 'saves hang' | 'works' }
  /** Somebody else writes the cursor, or deletes it. */
  | { readonly intruder: string | null }
  | { readonly stop: { readonly drainMs?: number; readonly graceMs?: number; readonly flushMs?: number } }
  /** What stop() must have resolved to. */
  | { readonly stopped: { drained: boolean; abandoned: readonly string[]; unsaved: readonly string[] } }
  | { readonly state: string };

/** A script of the provider, and what a correct reader does. */
export interface Scenario {
  readonly name: string;
  /** The mistake that this scenario finds. */
  readonly catches: string;
  /** What the store holds at first. */
  readonly stored?: string;
  /** Ids whose handler fails: how often. */
  readonly fails?: Readonly<Record<string, number>>;
  /** Ids whose handler waits for `finish`. */
  readonly holds?: readonly string[];
  /** Whether there is a `park`, and whether it works. */
  readonly parks?: 'works' | 'fails';
  /** `page`: the handler is given pages. */
  readonly by?: 'page';
  readonly gap?: 'oldest' | { readonly afterEventId: string } | 'fail';
  /** How loading fails, or what it gives that is no cursor. */
  readonly load?: FailureName | { readonly gives: unknown };
  readonly random?: number;
  readonly options?: Partial<
    Pick<
      FeedOptions<ScriptEvent>,
      | 'startFrom'
      | 'concurrency'
      | 'saveEvery'
      | 'idleMs'
      | 'backoffMs'
      | 'dedupeWindow'
      | 'handlerRetry'
      | 'maxAnomalies'
      | 'cursorMode'
    >
  >;
  readonly steps: readonly Step[];
}
