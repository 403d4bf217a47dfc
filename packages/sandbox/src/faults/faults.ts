import * as z from 'zod';
import { createRandom, type Random } from '../random.ts';
import { faultSchema, type FaultHandle, type FaultSpec, type ReadyFault } from './fault.ts';

/** A fault while it can still be met. */
export interface ActiveFault extends ReadyFault {
  readonly id: string;
  met: number;
  active: boolean;
}

/** Hears when a vendor's listener must close (the fault that says so) or may open again (`undefined`). */
export type RefusalListener = (vendor: string, fault: ActiveFault | undefined) => Promise<void>;

/** The injected faults, in order of injection: the first that matches a request is the one it meets. */
export class Faults {
  readonly #schema: ReturnType<typeof faultSchema>;
  readonly #seed: string;
  readonly #listeners = new Set<RefusalListener>();
  #random: Random;
  #count = 0;
  #active: ActiveFault[] = [];

  constructor(operations: ReadonlyMap<string, readonly string[]>, seed: string) {
    this.#schema = faultSchema(operations);
    this.#seed = `${seed}/faults`;
    this.#random = createRandom(this.#seed);
  }

  /** What is wrong with a fault; undefined when nothing is. */
  check(spec: unknown): z.ZodError | undefined {
    return this.#schema.safeParse(spec).error;
  }

  /** The faults that can still be met. */
  list(): readonly Readonly<ActiveFault>[] {
    return this.#active;
  }

  /** Removes one; false when there is none with this id. */
  async remove(id: string): Promise<boolean> {
    const fault = this.#active.find((each) => each.id === id);
    if (fault !== undefined) await this.#end([fault]);
    return fault !== undefined;
  }

  inject(spec: FaultSpec): FaultHandle {
    const parsed = this.#schema.safeParse(spec);
    if (!parsed.success) throw new TypeError(`Not a fault: ${z.prettifyError(parsed.error)}`);
    const fault: ActiveFault = { ...parsed.data, id: `f${++this.#count}`, met: 0, active: true };
    this.#active.push(fault);
    if (fault.kind === 'refuse') void this.#tell(fault.vendor);
    return {
      id: fault.id,
      get met() {
        return fault.met;
      },
      get active() {
        return fault.active;
      },
      remove: () => this.#end([fault]),
    };
  }

  /** Removes every fault; resolves when closed listeners accept connections again. */
  clear(): Promise<void> {
    this.#random = createRandom(this.#seed);
    return this.#end(this.#active);
  }

  /** The fault that a request meets, counted. */
  draw(vendor: string, operation: string | undefined): ActiveFault | undefined {
    const met = this.#active.find(
      (fault) =>
        fault.vendor === vendor &&
        (fault.operation === undefined || fault.operation === operation || fault.kind === 'refuse') &&
        (fault.probability === 1 || this.#random.next() < fault.probability),
    );
    if (met !== undefined) this.count(met);
    return met;
  }

  /** Counts a request, or a refused connection, that met the fault. */
  count(fault: ActiveFault): void {
    if (!fault.active) return;
    fault.met += 1;
    if (fault.met < fault.times) return;
    // Nobody waits for this one; a port that somebody else took meanwhile must not end the process.
    this.#end([fault]).catch((error: unknown) => process.emitWarning(String(error)));
  }

  /** The `refuse` that keeps a vendor's listener closed. */
  refusal(vendor: string): ActiveFault | undefined {
    return this.#active.find((fault) => fault.kind === 'refuse' && fault.vendor === vendor);
  }

  /** Calls back on every change of {@link refusal}; returns how to stop that. */
  onRefusal(listener: RefusalListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #end(faults: readonly ActiveFault[]): Promise<void> {
    for (const fault of faults) fault.active = false;
    this.#active = this.#active.filter((fault) => fault.active);
    const reopened = new Set(faults.filter((fault) => fault.kind === 'refuse').map((fault) => fault.vendor));
    await Promise.all([...reopened].map((vendor) => this.#tell(vendor)));
  }

  async #tell(vendor: string): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener(vendor, this.refusal(vendor))));
  }
}
