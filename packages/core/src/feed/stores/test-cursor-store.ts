import { isErrorLike } from '../../errors/error-like.ts';
import { isCursorConflictError } from '../cursor/cursor-errors.ts';
import type { CursorStore } from '../cursor/cursor-store.ts';

/** What makes a fresh, empty store; a promise of one will do. */
export type CursorStoreFactory = () => CursorStore | PromiseLike<CursorStore>;

/** One clause of the contract: resolves when it is kept, rejects with what is wrong. */
type Clause = readonly [name: string, check: (store: CursorStore) => Promise<void>];

/** Keys and cursors that trip stores which build file names, queries or object members of them. */
const AWKWARD = [
  'a/b',
  'a:b',
  '../x',
  '__proto__',
  'constructor',
  "o'clock",
  'ключ',
  ' a ',
  'a%00',
  '🔑',
  'A',
  'a',
];

const clauses: readonly Clause[] = [
  [
    'load() resolves to undefined when nothing is kept',
    async (store) => same(await store.load('k'), undefined),
  ],
  [
    'load() gives back what save() kept',
    async (store) => {
      await store.save('k', 'c1', undefined);
      same(await store.load('k'), 'c1');
    },
  ],
  [
    'save() replaces what is kept when previous is just that',
    async (store) => {
      await store.save('k', 'c1', undefined);
      await store.save('k', 'c2', 'c1');
      same(await store.load('k'), 'c2');
    },
  ],
  [
    'save() rejects with CursorConflictError, and changes nothing, when something else is kept',
    async (store) => {
      await store.save('k', 'c1', undefined);
      await store.save('k', 'c2', 'c1');
      await conflict(store.save('k', 'c3', 'c1'));
      same(await store.load('k'), 'c2');
    },
  ],
  [
    'save() rejects with CursorConflictError when nothing should be kept and something is',
    async (store) => {
      await store.save('k', 'c1', undefined);
      await conflict(store.save('k', 'c2', undefined));
      same(await store.load('k'), 'c1');
    },
  ],
  [
    'save() rejects with CursorConflictError when something should be kept and nothing is',
    async (store) => {
      await conflict(store.save('k', 'c2', 'c1'));
      same(await store.load('k'), undefined);
    },
  ],
  [
    'of saves at the same time with the same previous, just one succeeds',
    async (store) => {
      await store.save('k', 'c0', undefined);
      const saves = ['c1', 'c2', 'c3', 'c4', 'c5'].map((next) => store.save('k', next, 'c0'));
      const outcomes = await Promise.allSettled(saves);
      same(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled') + 1;
      same(await store.load('k'), `c${winner}`);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') await conflict(Promise.reject(outcome.reason));
      }
    },
  ],
  [
    'keys do not touch each other, whatever they are made of',
    async (store) => {
      for (const [index, key] of AWKWARD.entries()) await store.save(key, `c${index}`, undefined);
      for (const [index, key] of AWKWARD.entries()) same(await store.load(key), `c${index}`, key);
    },
  ],
  [
    'keys that were saved at the same time are all kept',
    async (store) => {
      const keys = Array.from({ length: 10 }, (_, index) => `k${index}`);
      await Promise.all(keys.map((key) => store.save(key, `of ${key}`, undefined)));
      for (const key of keys) same(await store.load(key), `of ${key}`, key);
    },
  ],
  [
    'cursors come back as they were, letter by letter',
    async (store) => {
      let previous: string | undefined;
      for (const cursor of [...AWKWARD, 'x'.repeat(4096), '"', '\\', '0', 'null', 'undefined']) {
        await store.save('k', cursor, previous);
        same(await store.load('k'), cursor);
        previous = cursor;
      }
    },
  ],
];

/**
 * Checks that a cursor store keeps the contract of {@link CursorStore}; for any test runner: resolves when it does, rejects with an Error
 * that says what it broke.
 *
 * @param factory - Makes a fresh empty store each time it is called.
 */
export async function testCursorStore(factory: CursorStoreFactory): Promise<void> {
  for (const [name, check] of clauses) {
    const store = await factory();
    try {
      await check(store);
    } catch (cause) {
      const why = isErrorLike(cause) ? cause.message : String(cause);
      throw new Error(`This cursor store breaks its contract: ${name}. ${why}`, { cause });
    }
  }
}

function same(actual: unknown, expected: unknown, key?: string): void {
  if (Object.is(actual, expected)) return;
  const where = key === undefined ? '' : ` under ${JSON.stringify(key)}`;
  throw new Error(`Expected ${show(expected)}${where}, got ${show(actual)}.`);
}

function show(value: unknown): string {
  return value === undefined ? 'undefined' : (JSON.stringify(value) ?? typeof value);
}

async function conflict(save: Promise<void>): Promise<void> {
  try {
    await save;
  } catch (error) {
    if (isCursorConflictError(error)) return;
    throw new Error(`Expected a CursorConflictError, got ${String(error)}.`, { cause: error });
  }
  throw new Error('Expected a CursorConflictError, but save() resolved.');
}
