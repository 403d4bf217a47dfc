import type { ConsumerState } from './consumer-state.ts';
import type { Observer } from './observing/observer.ts';

const NEXT: Readonly<Record<ConsumerState, readonly ConsumerState[]>> = {
  created: ['running', 'draining'],
  running: ['paused', 'draining'],
  paused: ['running', 'draining'],
  draining: ['cancelling', 'flushing'],
  cancelling: ['flushing'],
  flushing: ['stopped', 'failed'],
  stopped: [],
  failed: [],
};

/** Where a consumer is in its life; moves only along the arrows of the state diagram. */
export class Lifecycle {
  readonly #observer: Observer;
  #state: ConsumerState = 'created';

  constructor(observer: Observer) {
    this.#observer = observer;
  }

  get state(): ConsumerState {
    return this.#state;
  }

  /** Whether work may begin. */
  get running(): boolean {
    return this.#state === 'running';
  }

  /** Whether it is on its way out, or gone. */
  get ending(): boolean {
    return !['created', 'running', 'paused'].includes(this.#state);
  }

  /** Moves on; false where no arrow leads there. */
  to(next: ConsumerState): boolean {
    const from = this.#state;
    if (!NEXT[from].includes(next)) return false;
    this.#state = next;
    this.#observer.tell('state', { from, to: next });
    return true;
  }
}
