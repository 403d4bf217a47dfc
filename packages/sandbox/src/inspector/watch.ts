import type { RecordedRequest, RequestFilter } from '../requests/ledger.ts';
import type { Scenario } from '../scenario/model/scenario.ts';
import type { FaultSpec } from '../faults/fault.ts';
import type { Stage } from '../scenario/stage.ts';
import type { Vendors } from '../vendors.ts';
import { Mask } from './mask.ts';

/** A cursor that clients of Kontur.Reestro asked with. */
export interface CursorView {
  readonly organization: string;
  readonly cursor: string;
  /** How many of the requests remembered had it. */
  readonly requests: number;
  /** When it was seen last: epoch milliseconds. */
  readonly at: number;
}

/** An injected fault, with its hits. */
export interface FaultView extends FaultSpec {
  readonly id: string;
  readonly met: number;
}

type VendorState<Name extends keyof Vendors> = ReturnType<Vendors[Name]['view']['state']>;

/** Everything that the inspector shows beside the requests. */
export interface InspectorState {
  /** ISO time by the sandbox's clock. */
  readonly now: string;
  readonly astral: VendorState<'astral'>;
  readonly stormwall: VendorState<'stormwall'>;
  readonly asna: VendorState<'asna'>;
  readonly reestro: VendorState<'reestro'> & { readonly cursors: readonly CursorView[] };
  readonly faults: readonly FaultView[];
}

/** What the inspector needs of a sandbox: it acts through what users have. */
export type InspectedSandbox = { readonly [Name in keyof Vendors]: Vendors[Name]['controls'] } & {
  readonly clock: { now(): number; advance(ms: number): void };
  requests(filter?: RequestFilter): RecordedRequest[];
  reset(): Promise<void>;
  load(scenario: Scenario): Promise<void>;
  snapshot(): Scenario;
};

/** What the inspector works with. */
export interface Inspected {
  readonly sandbox: InspectedSandbox;
  readonly stage: Omit<Stage, 'emulators'> & { readonly emulators: Vendors };
}

/** Looks at a sandbox. */
export class Watch {
  readonly mask: Mask;
  readonly #inspected: Inspected;

  constructor(inspected: Inspected) {
    this.#inspected = inspected;
    const vendors = Object.values(inspected.stage.emulators);
    this.mask = new Mask(() => vendors.flatMap(({ view }) => view.secrets()));
  }

  state(): InspectorState {
    const { astral, stormwall, asna, reestro } = this.#inspected.stage.emulators;
    return {
      now: new Date(this.#inspected.sandbox.clock.now()).toISOString(),
      astral: astral.view.state(),
      stormwall: stormwall.view.state(),
      asna: asna.view.state(),
      reestro: { ...reestro.view.state(), cursors: this.#cursors() },
      faults: this.#inspected.stage.faults
        .list()
        .map(({ active: _, times, retryAfter, operation, ...fault }) => ({
          ...fault,
          ...(operation !== undefined && { operation }),
          ...(Number.isFinite(times) && { times }),
          ...(retryAfter !== undefined && { retryAfter }),
        })),
    };
  }

  #cursors(): CursorView[] {
    const seen = new Map<string, CursorView>();
    for (const { query, participant = '', at } of this.#inspected.sandbox.requests({
      operation: 'crypto.events.list',
    })) {
      const cursor = query['afterEventId'];
      if (typeof cursor !== 'string') continue;
      const key = `${participant} ${cursor}`;
      const requests = (seen.get(key)?.requests ?? 0) + 1;
      seen.delete(key);
      seen.set(key, { organization: participant, cursor, requests, at });
    }
    return [...seen.values()].slice(-20);
  }
}
