import type { Finding } from './finding.ts';
import type { Tap } from './tap.ts';
import { Traces } from './traces.ts';

/** One thing that the vendor leaves open. */
export interface Probe<Subject> {
  /** Where the sandbox has it: a path in the vendor's settings, such as `v3.created`. */
  readonly setting: string;
  /** What is asked. */
  readonly question: string;
  /** What the sandbox, and with it every test, takes for granted. */
  readonly assumed: unknown;
  /** What is done to find out, where it changes something: then it is done under `--write` only. */
  readonly writes?: string;
  /** What has to be given to ask at all, in one sentence; undefined where it is there. */
  readonly needs?: (subject: Subject) => string | undefined;
  /** Finds out. An error counts as "could not be told". */
  readonly observe: (subject: Subject, asking: Asking) => Promise<Finding>;
}

/** What a probe works with beside its subject. */
export interface Asking {
  readonly tap: Tap;
  /** What the probe leaves at the vendor, and how it is taken away again. */
  readonly traces: Traces;
}

/** What came of one. */
export interface Observation {
  readonly setting: string;
  readonly question: string;
  readonly assumed: unknown;
  /** Undefined where it could not be told, or was not asked. */
  readonly observed: unknown;
  /** Why it is not known. */
  readonly why?: string;
  /** Whether it was left out on purpose. */
  readonly skipped?: boolean;
  /** What is still at the vendor and should not be, a sentence each. */
  readonly left: readonly string[];
}

/** Hears what is asked next, and what that changes at the vendor. */
export type Before = (setting: string, question: string, changes: string | undefined) => void;

/** Asks everything that may be asked, one after the other. */
export async function* observations<Subject>(
  probes: readonly Probe<Subject>[],
  subject: Subject,
  tap: Tap,
  { write, before }: { readonly write: boolean; readonly before: Before },
): AsyncGenerator<Observation, void, undefined> {
  for (const { setting, question, assumed, writes, needs, observe } of probes) {
    const known = { setting, question, assumed, observed: undefined, left: [] };
    const missing = needs?.(subject);
    before(setting, question, missing === undefined && write ? writes : undefined);
    if (missing !== undefined) {
      yield { ...known, why: `Not asked: ${missing}`, skipped: true };
    } else if (writes !== undefined && !write) {
      yield { ...known, why: `Not asked: --write ${writes}.`, skipped: true };
    } else {
      const traces = new Traces();
      const finding = await observe(subject, { tap, traces }).catch((error: unknown): Finding => {
        const why = error instanceof Error ? error.message : String(error);
        return { untold: `It could not be told: ${why}` };
      });
      const left = await traces.remove();
      yield 'observed' in finding
        ? { ...known, observed: finding.observed, left }
        : { ...known, why: finding.untold, left };
    }
  }
}

/** The settings of a scenario that make the sandbox answer as the vendor did. */
export function settingsOf(found: readonly Observation[]): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { setting, observed } of found) {
    if (observed === undefined) continue;
    const [first = '', second] = setting.split('.');
    if (second === undefined) settings[first] = observed;
    else settings[first] = { ...Object(settings[first]), [second]: observed };
  }
  return settings;
}
