import * as z from 'zod';
import { faultKinds } from '../faults/fault.ts';
import { defined } from '../scenario/part.ts';
import { softErrorSchema } from '../stormwall/soft-errors.ts';
import type { Inspected } from './watch.ts';

const text = z.string().min(1).max(4096);
const count = z.int().min(1).max(10_000);

/** What the actions take. What only the sandbox knows, such as the operations of a vendor, it checks itself. */
export const bodies = {
  event: z.strictObject({
    code: text,
    data: z.record(z.string(), z.unknown()).optional(),
    consumer: z.union([text, z.array(text).min(1)]).optional(),
    parent: z
      .string()
      .regex(/^[a-f0-9]{32}$/, 'Expected an id of 32 hexadecimal digits')
      .optional(),
  }),
  feedEvent: z.strictObject({ kind: z.enum(['released', 'rejected', 'signed']), count: count.optional() }),
  webhook: z.strictObject({
    event: text,
    clientId: text.optional(),
    messageId: text.optional(),
    message: text.optional(),
  }),
  softErrors: z.strictObject({
    errors: z.array(softErrorSchema).max(100),
    operation: text.optional(),
    times: count.optional(),
  }),
  fault: z.strictObject({
    vendor: z.enum(['astral', 'stormwall', 'asna', 'reestro']),
    operation: text.optional(),
    kind: z.enum(faultKinds),
    status: z.int().min(200).max(599).optional(),
    retryAfter: z.union([z.number().nonnegative(), text]).optional(),
    times: count.optional(),
    probability: z.number().min(0).max(1).optional(),
    delayMs: z.number().nonnegative().optional(),
    framing: z.enum(['length', 'chunked']).optional(),
  }),
  advance: z.strictObject({ ms: z.number().min(0) }),
};

type Bodies = { readonly [Name in keyof typeof bodies]: z.output<(typeof bodies)[Name]> };

/** What the page and the API can do. Each throws a `TypeError` or a `RangeError` for what the sandbox refuses. */
export class Actions {
  readonly #inspected: Inspected;

  constructor(inspected: Inspected) {
    this.#inspected = inspected;
  }

  /** Publishes an event; consumers by name or id. Returns its id. */
  publish({ code, data = {}, consumer, parent }: Bodies['event']): string {
    const { astral } = this.#inspected.sandbox;
    const known = astral.participants;
    const consumers = [consumer ?? 'partner']
      .flat()
      .map((each) =>
        Object.values(known).some(({ id }) => id === each) || !Object.hasOwn(known, each)
          ? each
          : (known[each]?.id ?? each),
      );
    return astral.publish({ code, data, consumer: consumers, ...(parent !== undefined && { parent }) }).id;
  }

  /** Adds events to the feed of the default organization. Returns their ids. */
  addFeedEvents({ kind, count: many = 1 }: Bodies['feedEvent']): string[] {
    return this.#inspected.sandbox.reestro.addEvents(many, kind).map(({ eventId }) => eventId);
  }

  /** Sends a webhook, and returns where it is sent without waiting for the answers. */
  fireWebhook({ event, ...draft }: Bodies['webhook']) {
    return this.#inspected.sandbox.asna.startWebhook(event, defined(draft)).targets;
  }

  /** Sends a webhook once more; false when there is no such try. */
  deliverAgain(place: number): boolean {
    return this.#inspected.sandbox.asna.deliverAgain(place);
  }

  armSoftErrors({ errors, ...scope }: Bodies['softErrors']): void {
    this.#inspected.sandbox.stormwall.setSoftErrors(errors, defined(scope));
  }

  /** Injects a fault, and returns its id. */
  injectFault(spec: Bodies['fault']): string {
    return this.#inspected.stage.faults.inject(defined(spec)).id;
  }

  /** Removes a fault; false when there is none. */
  removeFault(id: string): Promise<boolean> {
    return this.#inspected.stage.faults.remove(id);
  }

  clearFaults(): Promise<void> {
    return this.#inspected.stage.faults.clear();
  }

  /** Moves the clock on, and returns the time it is then. */
  advance({ ms }: Bodies['advance']): string {
    const { clock } = this.#inspected.sandbox;
    clock.advance(ms);
    return new Date(clock.now()).toISOString();
  }

  reset(): Promise<void> {
    return this.#inspected.sandbox.reset();
  }
}
