/** Further apart than this, two names are two names. */
const MOST_EDITS = 2;

/** The known name that was probably meant: case and separators do not count, and two letters may be wrong. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = letters(name);
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(plain, letters(candidate)) }))
    .toSorted((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= MOST_EDITS ? best.candidate : undefined;
}

/** What to tell about a variable that is set and read by nothing. */
export function explainUnread(name: string, meant: string | undefined): string {
  return meant === undefined ? `${name} is not read.` : `${name} is not read; did you mean ${meant}?`;
}

/**
 * A sentence for each variable that is set where one of `missing` was probably meant; they begin with the same word.
 *
 * @param read - Variables that are read, and so were not meant for others.
 */
export function nearVariables(missing: readonly string[], read: readonly string[]): readonly string[] {
  const env = globalThis.process?.env ?? {};
  const set = Object.keys(env).filter((name) => (env[name] ?? '') !== '' && !read.includes(name));
  return set.toSorted().flatMap((name) => {
    const meant = nearest(
      name,
      missing.filter((variable) => firstWord(variable) === firstWord(name)),
    );
    return meant === undefined ? [] : [explainUnread(name, meant)];
  });
}

function firstWord(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9].*$/s, '');
}

function letters(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

/** Levenshtein distance. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [at, other] of Array.from(to).entries()) {
      const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
