import fc from 'fast-check';
import type { Fault, Operation } from '../support/virtual-platform.ts';
import type { Act, Plan, Process, ProcessOptions, World } from './world.ts';

/** fast-check wants a model; here the world itself keeps the books. */
type Model = Record<string, never>;

/** One thing that happens. */
class Step implements fc.AsyncCommand<Model, World> {
  readonly #name: string;
  readonly #play: (world: World) => Promise<void> | void;

  constructor(name: string, play: (world: World) => Promise<void> | void) {
    this.#name = name;
    this.#play = play;
  }

  check(): boolean {
    return true;
  }

  async run(_: Model, world: World): Promise<void> {
    await this.#play(world);
    world.check();
  }

  toString(): string {
    return this.#name;
  }
}

const step = (name: string, play: (world: World) => Promise<void> | void): Step => new Step(name, play);

const act: fc.Arbitrary<Act> = fc.constantFrom(
  'ok',
  'ok',
  'slow',
  'throw',
  'release',
  'giveUp',
  'hang',
  'late',
);
const plan: fc.Arbitrary<Plan> = fc.record({
  acts: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Act[]>(['ok']) },
    { weight: 3, arbitrary: fc.array(act, { maxLength: 4 }).map((acts): Act[] => [...acts, 'ok']) },
    // Poison: it ends in the dead letter or not at all.
    { weight: 1, arbitrary: fc.constant<Act[]>(['throw']) },
  ),
  key: fc.constantFrom(undefined, 'red', 'blue'),
});

const options: fc.Arbitrary<ProcessOptions> = fc.record({
  concurrency: fc.integer({ min: 1, max: 6 }),
  limitMax: fc.integer({ min: 1, max: 10 }),
  maxUnconfirmed: fc.integer({ min: 1, max: 12 }),
  ordered: fc.boolean(),
  buries: fc.boolean(),
  minAgeMs: fc.constantFrom(0, 30_000),
});

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: 'refuse' }),
  fc.boolean().map((after): Fault => ({ kind: 'reset', after })),
  fc.integer({ min: 0, max: 400_000 }).map((ageMs): Fault => ({ kind: 'die', ageMs })),
  fc.boolean().map((deaf): Fault => ({ kind: 'hang', deaf })),
  fc.constantFrom(400, 404, 409, 429, 500, 503, 504).map((status): Fault => ({ kind: 'status', status })),
  fc.constant<Fault>({ kind: 'status', status: 429, retryAfter: '5' }),
  fc.constantFrom('{"status":200,"ev', '<html>', '').map((body): Fault => ({ kind: 'body', body })),
);
const operation: fc.Arbitrary<Operation> = fc.constantFrom('poll', 'sweep', 'confirm');

const show = (value: unknown): string => JSON.stringify(value);
const pick = (world: World, at: number, states: readonly Process['state'][]): Process | undefined => {
  const fitting = world.processes.filter(({ state }) => states.includes(state));
  return fitting[at % Math.max(1, fitting.length)];
};

/** Everything that can happen. */
export const commands = fc.commands<Model, World, false>(
  [
    fc
      .tuple(plan, fc.integer({ min: 1, max: 12 }))
      .map(([what, count]) => step(`publish ${count} ${show(what)}`, (world) => world.publish(what, count))),
    fc
      .constantFrom(1, 60, 400, 3_000, 20_000, 70_000, 300_000, 700_000)
      .map((ms) => step(`tick ${ms}`, (world) => world.clock.advance(ms))),
    fc
      .tuple(operation, fault, fc.integer({ min: 1, max: 4 }))
      .map(([which, what, times]) =>
        step(`fault ${which} ${show(what)} ×${times}`, (world) =>
          world.platform.fault(which, ...Array.from({ length: times }, () => what)),
        ),
      ),
    fc.tuple(operation, fault).map(([which, what]) =>
      step(`outage ${which} ${show(what)}`, (world) => {
        world.platform.always = (asked) => (asked === which ? what : undefined);
      }),
    ),
    fc.constant(step('heal', (world) => world.platform.clearFaults())),
    options.map((made) =>
      step(`start ${show(made)}`, (world) => {
        if (world.processes.filter(({ state }) => state === 'running').length < 2) world.start(made);
      }),
    ),
    fc.nat(3).map((at) =>
      step(`pause ${at}`, (world) => {
        const process = pick(world, at, ['running']);
        if (process === undefined) return;
        process.consumer.pause();
        Object.assign(process, { state: 'paused', touchedAt: world.clock.now() });
      }),
    ),
    fc.nat(3).map((at) =>
      step(`resume ${at}`, (world) => {
        const process = pick(world, at, ['paused']);
        if (process === undefined) return;
        Object.assign(process, { state: 'running', touchedAt: world.clock.now() });
        process.consumer.resume();
      }),
    ),
    fc.nat(3).map((at) =>
      step(`stop ${at}`, async (world) => {
        const process = pick(world, at, ['running', 'paused']);
        if (process !== undefined) await world.stop(process);
      }),
    ),
    fc.tuple(fc.nat(3), fc.boolean()).map(([at, noticed]) =>
      step(`crash ${at}${noticed ? '' : ' unnoticed'}`, (world) => {
        const process = pick(world, at, ['running', 'paused']);
        if (process !== undefined) world.crash(process, noticed);
      }),
    ),
  ],
  { size: '+1', maxCommands: 60 },
);
