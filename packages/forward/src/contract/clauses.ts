import { isDeepStrictEqual } from 'node:util';
import { isErrorLike } from '@partner-apis/core/vendor';

/** One clause of a contract: resolves when it is kept, rejects with what is wrong. */
export type Clause<Subject> = readonly [name: string, check: (subject: Subject) => Promise<void>];

/** Checks every clause against a subject of its own. */
export async function checkClauses<Subject>(
  what: string,
  clauses: readonly Clause<Subject>[],
  withSubject: (check: (subject: Subject) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const [name, check] of clauses) {
    try {
      await withSubject(check);
    } catch (cause) {
      const why = isErrorLike(cause) ? cause.message : String(cause);
      throw new Error(`This ${what} breaks its contract: ${name}. ${why}`, { cause });
    }
  }
}

/** Rejects unless both are the same, the order of members aside: databases have one of their own. */
export function same(actual: unknown, expected: unknown, where = ''): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`Expected ${show(expected)}${where}, got ${show(actual)}.`);
}

/** Rejects with a sentence unless it holds. */
export function holds(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}

function show(value: unknown): string {
  return value === undefined ? 'undefined' : (JSON.stringify(value) ?? typeof value);
}

/** Resolves after so many milliseconds of real time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
