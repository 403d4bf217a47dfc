import type { Tap } from './tap.ts';

/** One thing that the vendor leaves open. */
export interface Probe<Client> {
  /** Where the sandbox has it: a path in the vendor's settings, such as `v3.created`. */
  readonly setting: string;
  /** What is asked. */
  readonly question: string;
  /** What the sandbox, and with it every test, takes for granted. */
  readonly assumed: unknown;
  /** What is done to find out, where it changes something: then it is done under `--write` only. */
  readonly writes?: string;
  /** Finds out; undefined where it cannot be told. */
  readonly observe: (client: Client, tap: Tap) => Promise<unknown>;
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
}

/** Asks everything that may be asked, one after the other. */
export async function* observations<Client>(
  probes: readonly Probe<Client>[],
  client: Client,
  tap: Tap,
  write: boolean,
): AsyncGenerator<Observation, void, undefined> {
  for (const { setting, question, assumed, writes, observe } of probes) {
    const known = { setting, question, assumed };
    if (writes !== undefined && !write) {
      yield { ...known, observed: undefined, why: `Not asked: --write ${writes}.` };
      continue;
    }
    try {
      const observed = await observe(client, tap);
      yield observed === undefined
        ? { ...known, observed, why: 'It could not be told from what came.' }
        : { ...known, observed };
    } catch (error) {
      yield { ...known, observed: undefined, why: error instanceof Error ? error.message : String(error) };
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
