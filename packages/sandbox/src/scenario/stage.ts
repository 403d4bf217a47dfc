import type { Faults } from '../faults/faults.ts';
import type { Ledger } from '../requests/ledger.ts';
import type { SandboxClock } from '../time/sandbox-clock.ts';
import type { Vendor, VendorContext } from '../vendor.ts';
import { vendorNames, vendors, type VendorName } from '../vendors.ts';
import { epoch, iso } from './common.ts';
import { defined, ScenarioError } from './part.ts';
import type { Scenario } from './model/scenario.ts';
import { readScenario } from './scenario.ts';

/** Everything in a sandbox that a scenario can set. */
export interface Stage {
  readonly context: VendorContext;
  readonly clock: SandboxClock;
  readonly emulators: Readonly<Record<VendorName, Vendor>>;
  readonly faults: Faults;
  readonly ledger: Ledger;
}

/** Loads a scenario, or throws a `ScenarioError` and changes nothing. */
export async function loadScenario(stage: Stage, value: unknown): Promise<void> {
  const scenario = readScenario(value);
  const faults = scenario.faults ?? [];
  const wrong = faults.flatMap((fault, index) =>
    (stage.faults.check(fault)?.issues ?? []).map(({ path, message }) => ({
      path: ['faults', index, ...path.map(String)],
      message,
    })),
  );
  if (wrong.length > 0) throw new ScenarioError(wrong);
  const seed = String(scenario.seed ?? stage.context.seed);
  // What only shows while it is loaded, such as a link to a file that is not there, shows on emulators that nobody uses.
  const trial = { ...stage.context, seed };
  for (const name of vendorNames) rehearse(vendors[name].create(trial), scenario[name]);

  stage.context.seed = seed;
  stage.clock.reset();
  if (scenario.now !== undefined) stage.clock.set(epoch(scenario.now));
  for (const name of vendorNames) stage.emulators[name].scenario.load(scenario[name] ?? {});
  stage.ledger.clear();
  const cleared = stage.faults.clear();
  for (const fault of faults) stage.faults.inject(defined(fault));
  await cleared;
}

function rehearse(vendor: Vendor, section: unknown): void {
  try {
    vendor.scenario.load(section ?? {});
  } finally {
    // Nothing there may go on by itself: packages that move, webhooks that are sent.
    vendor.reset();
    void vendor.close();
  }
}

/** A scenario that loads to what there is now. */
export function saveScenario({ context, clock, emulators, faults }: Stage): Scenario {
  const sections = Object.fromEntries(vendorNames.map((name) => [name, emulators[name].scenario.snapshot()]));
  return readScenario({
    seed: context.seed,
    now: iso(clock.now()),
    ...sections,
    faults: faults
      .list()
      .map(({ vendor, operation, kind, status, retryAfter, times, probability, delayMs, framing, met }) => ({
        vendor,
        ...(operation !== undefined && { operation }),
        kind,
        status,
        ...(retryAfter !== undefined && {
          retryAfter: retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter,
        }),
        ...(Number.isFinite(times) && { times: times - met }),
        probability,
        delayMs,
        framing,
      })),
  });
}
