/** One vendor's part of a scenario. */
export interface ScenarioPart<Section = unknown> {
  /** Starts over with what the section says, on top of what is always there. Throws a {@link ScenarioError}. */
  load(section: Section): void;
  /** A section that loads to what there is now. */
  snapshot(): Section;
}

/** Something that is wrong with a scenario, and where. */
export interface ScenarioIssue {
  /** Keys and indexes from the top of the scenario. */
  readonly path: readonly (string | number)[];
  /** What is wrong, as a sentence. */
  readonly message: string;
}

/** A scenario that cannot be loaded: nothing was changed. */
export class ScenarioError extends TypeError {
  /** Every place that is wrong. */
  readonly issues: readonly ScenarioIssue[];

  constructor(issues: readonly ScenarioIssue[]) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
    super(`Bad scenario: ${pathText(first?.path ?? [])}: ${first?.message}${more}`);
    this.name = 'ScenarioError';
    this.issues = issues;
  }
}

/** A path as a programmer writes it: `astral.events[0].code`. */
export function pathText(path: readonly (string | number)[]): string {
  const text = path
    .map((key) =>
      typeof key === 'number' ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
    )
    .join('');
  return text.replace(/^\./, '') || 'scenario';
}

/** Ends the loading of a scenario. */
export function fail(path: readonly (string | number)[], message: string): never {
  throw new ScenarioError([{ path, message }]);
}

/** Hands out each id once. */
export function once(what: string): (id: string, path: readonly (string | number)[]) => void {
  const seen = new Set<string>();
  return (id, path) => {
    if (seen.has(id)) fail(path, `There are two ${what} '${id}'.`);
    seen.add(id);
  };
}

/** The members that have a value. */
export function defined<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  // Boundary: filtered for just that.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
