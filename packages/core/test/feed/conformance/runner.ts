import { CursorConflictError, type Feed, type FeedStopped, isPartnerApiError } from '@partner-apis/core';
import { createFeed, type FeedPage } from '@partner-apis/core/vendor';
import { expect } from 'vitest';
import { failures } from './failures.ts';
import type { Scenario, ScriptEvent, Step } from './scenario.ts';
import { settle, VirtualClock } from '@partner-apis/test-kit';
import { reading } from '../support/reader.ts';

const DAY = 86_400_000;

/** A request that waits for its answer. */
interface Pending {
  readonly resolve: (page: FeedPage<ScriptEvent>) => void;
  readonly reject: (error: unknown) => void;
}

/** Plays one scenario: provider, store, handler and process, all in virtual time. */
export class Runner {
  readonly #scenario: Scenario;
  readonly #clock = new VirtualClock();
  #trace: string[] = [];
  #kept: string | undefined;
  #storeMode: 'saves fail' | 'saves fail late' | 'saves hang' | 'works' = 'works';
  /** Which process the trace is about: what a dead one still does is nobody's. */
  #life = 0;
  #feed: Feed<ScriptEvent> | undefined;
  #stopped: FeedStopped | undefined;
  #request: Pending | undefined;
  readonly #held = new Map<string, () => void>();
  readonly #failed = new Map<string, number>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#kept = scenario.stored;
  }

  async play(): Promise<void> {
    this.#start();
    for (const [index, step] of this.#scenario.steps.entries()) {
      await settle();
      await this.#take(step, `step ${index + 1} of "${this.#scenario.name}"`);
    }
    // Whatever a scenario leaves running must be able to end, and leave nothing behind.
    const feed = this.#feed;
    for (const finish of this.#held.values()) finish();
    this.#storeMode = 'works';
    const end = feed?.stop();
    await this.#clock.advance(600_000);
    await end;
    expect(this.#clock.waiting, 'timers left').toBe(0);
    expect(['stopped', 'failed']).toContain(feed?.health().state);
  }

  async #take(step: Step, where: string): Promise<void> {
    if ('expect' in step) {
      expect(this.#trace, where).toEqual(step.expect);
      this.#trace = [];
    } else if ('give' in step) {
      const ids = step.give.split(' ').filter((id) => id !== '');
      const { ageDays } = step;
      const events = ids.map((id) => (ageDays === undefined ? { id } : { id, ageDays }));
      this.#pending(where).resolve({
        events,
        lastEventId: step.cursor === undefined ? (ids.at(-1) ?? null) : step.cursor,
      });
    } else if ('refuse' in step) {
      this.#pending(where).reject(failures[step.refuse]());
    } else if ('pass' in step) {
      await this.#clock.advance(step.pass);
    } else if ('finish' in step) {
      this.#held.get(step.finish)?.();
    } else if ('crash' in step) {
      this.#start();
    } else if ('store' in step) {
      this.#storeMode = step.store;
    } else if ('intruder' in step) {
      this.#kept = step.intruder ?? undefined;
    } else if ('stop' in step) {
      void this.#feed?.stop(step.stop).then((stopped) => {
        this.#stopped = stopped;
      });
    } else if ('stopped' in step) {
      expect(this.#stopped, where).toEqual(step.stopped);
    } else {
      expect(this.#feed?.health().state, where).toBe(step.state);
    }
  }

  #pending(where: string): Pending {
    const request = this.#request;
    if (request === undefined) throw new Error(`${where}: nobody asked for a page.`);
    this.#request = undefined;
    return request;
  }

  /** A process begins. */
  #start(): void {
    const life = (this.#life += 1);
    const note = (what: string): void => {
      if (life === this.#life) this.#trace.push(what);
    };
    this.#request = undefined;
    const { by, parks, gap, options, random = 0 } = this.#scenario;
    const handle = (events: readonly ScriptEvent[], signal: AbortSignal): Promise<void> => {
      const ids = events.map(({ id }) => id).join(' ');
      note(`handle ${ids}`);
      return this.#handled(ids, signal, note);
    };
    const feed = createFeed<ScriptEvent>(
      {
        title: 'script',
        key: 'k',
        startFrom: 'oldest',
        pageSize: 3,
        clock: this.#clock,
        random: () => random,
        retention: {
          ms: 90 * DAY,
          dateOf: ({ ageDays }) => (ageDays === undefined ? undefined : this.#clock.now() - ageDays * DAY),
        },
        fetchPage: ({ afterEventId, count }) => {
          note(`ask ${afterEventId ?? 'oldest'}${count === 3 ? '' : ` for ${count}`}`);
          return new Promise((resolve, reject) => {
            if (life === this.#life) this.#request = { resolve, reject };
          });
        },
        store: {
          load: () => this.#load(),
          save: (_, next, previous) => this.#save(next, previous, life, note),
        },
        ...(by === 'page'
          ? { pageHandler: (events, ctx) => handle(events, ctx.signal) }
          : { handler: (event, ctx) => handle([event], ctx.signal) }),
        ...(parks !== undefined && {
          park: ({ id }) => {
            note(`park ${id}`);
            if (parks === 'fails') throw new Error(`cannot park ${id}`);
          },
        }),
        ...(gap !== undefined && {
          onGap: ({ cursor }) => {
            note(`gap ${cursor}`);
            return gap;
          },
        }),
        ...options,
        // Boundary: the parts above cover both ways to handle, which the type keeps apart.
      } as Parameters<typeof createFeed<ScriptEvent>>[0],
      reading,
    );
    this.#feed = feed;
    feed.run().then(
      () => note('end stopped'),
      (error: unknown) => note(`end ${isPartnerApiError(error) ? error.code : String(error)}`),
    );
  }

  async #load(): Promise<string | undefined> {
    const { load } = this.#scenario;
    if (typeof load === 'string') throw failures[load]();
    // Boundary: what a store that breaks its contract gives.
    if (load !== undefined) return load.gives as string;
    return this.#kept;
  }

  #save(
    next: string,
    previous: string | undefined,
    life: number,
    note: (what: string) => void,
  ): Promise<void> {
    note(`save ${next} over ${previous ?? 'nothing'}`);
    if (life !== this.#life) return new Promise(() => {});
    if (this.#storeMode === 'saves hang') return new Promise(() => {});
    if (this.#storeMode === 'saves fail') return Promise.reject(new Error('disk full'));
    if (this.#kept !== previous) return Promise.reject(new CursorConflictError('k', previous, this.#kept));
    this.#kept = next;
    return this.#storeMode === 'saves fail late' ? Promise.reject(new Error('timeout')) : Promise.resolve();
  }

  async #handled(ids: string, signal: AbortSignal, note: (what: string) => void): Promise<void> {
    const { holds = [], fails = {} } = this.#scenario;
    if (holds.includes(ids)) {
      await new Promise<void>((resolve) => {
        this.#held.set(ids, resolve);
        signal.addEventListener('abort', () => note(`abort ${ids}`));
      });
    }
    const failed = this.#failed.get(ids) ?? 0;
    if (failed >= (fails[ids] ?? 0)) return;
    this.#failed.set(ids, failed + 1);
    throw new Error(`cannot handle ${ids}`);
  }
}
