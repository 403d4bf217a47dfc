import fc from 'fast-check';
import { everyOperation, type Subject } from '../vendors/every-operation.ts';
import { printed, ProcessEars } from './observed.ts';
import type { Plan } from './repeating-server.ts';
import type { Stage, Troupe } from './stage.ts';
import { spellings, tricks } from './tricks.ts';

/** Lengths at which the SDK or a vendor package shortens what it quotes, and some others. */
const LIMITS = [0, 100, 200, 300, 400, 512, 1_000, 2_000, 4_096, 16_384, 65_536, 65_776, 262_144, 262_384];
/** Half a secret before a limit and half behind it: at any of so many places. */
const NEAR = 120;

/** A call that fails in one of all ways. */
interface Trial {
  readonly subject: Subject;
  readonly troupe: Troupe;
  readonly plan: Plan;
}

function trials(troupes: readonly Troupe[]): fc.Arbitrary<Trial> {
  const plan = fc.record({
    trick: fc.constantFrom(...tricks),
    status: fc.constantFrom(400, 401, 403, 404, 407, 409, 413, 429, 500, 502, 503, 504),
    spelling: fc.constantFrom(...Object.keys(spellings)),
    offset: fc.tuple(fc.constantFrom(...LIMITS), fc.nat(NEAR)).map(([limit, before]) => limit - before),
    only: fc.option(fc.nat(20), { nil: undefined }),
  });
  return fc.record({
    subject: fc.constantFrom(...everyOperation),
    troupe: fc.constantFrom(...troupes),
    plan,
  });
}

/** What a property test has come to. */
export interface Searched {
  readonly calls: number;
  readonly failed: number;
  /** Characters that were looked through. */
  readonly characters: number;
  /** How it fell short, a sentence each. */
  readonly missed: readonly string[];
}

/** Makes so many calls that fail, and looks for secrets in everything that can be seen of each. */
export async function search({ troupes, server, log, finder }: Stage, runs: number): Promise<Searched> {
  using ears = new ProcessEars();
  let [calls, failed, characters] = [0, 0, 0];
  const attempt = async ({ subject, troupe, plan }: Trial): Promise<void> => {
    log.lines.length = 0;
    server.plan = plan;
    let seen = '';
    try {
      await troupe.calls.get(subject)?.();
    } catch (error) {
      failed += 1;
      seen = printed(error);
    } finally {
      server.plan = undefined;
    }
    calls += 1;
    seen += JSON.stringify(log.lines) + ears.take();
    characters += seen.length;
    const [found] = finder.in(seen);
    if (found === undefined) return;
    const { trick, ...how } = plan;
    throw new Error(
      `${subject.vendor} ${subject.id} over ${troupe.name}, ${trick.name} (${JSON.stringify(how)}): ${found}`,
    );
  };
  const details = await fc.check(fc.asyncProperty(trials(troupes), attempt), { numRuns: runs });
  const missed = details.failed ? [`Seed ${details.seed}: ${String(details.errorInstance)}`] : [];
  return { calls, failed, characters, missed };
}
