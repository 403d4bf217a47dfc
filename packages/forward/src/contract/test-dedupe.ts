import type { WebhookDedupe } from '@partner-apis/asna';
import { checkClauses, type Clause, same, wait } from './clauses.ts';

/** What the contract needs of a dedupe: how long its lease is, and a second process that shares the store, where it can be shared. */
export interface DedupeUnderTest {
  /** The store, fresh and empty. */
  readonly dedupe: WebhookDedupe;
  /** The same store as another process sees it. Default: the same object. */
  readonly other?: WebhookDedupe;
  /** `leaseMs` of the store, when it is short enough to be waited for. Without it, the end of a lease is not looked at. */
  readonly leaseMs?: number;
}

/** What makes a fresh, empty store; a promise of one will do. */
export type DedupeFactory = () =>
  | WebhookDedupe
  | DedupeUnderTest
  | PromiseLike<WebhookDedupe | DedupeUnderTest>;

interface Subject {
  readonly dedupe: WebhookDedupe;
  readonly other: WebhookDedupe;
  readonly leaseMs: number | undefined;
}

const AWKWARD = [
  'a:b',
  'a%3Ab',
  '__proto__',
  'constructor',
  "o'clock",
  'ключ',
  '🔑',
  ' a ',
  'A',
  'a',
  'x'.repeat(1_000),
];

const clauses: readonly Clause<Subject>[] = [
  [
    'a key is claimed once, and busy until it is done',
    async ({ dedupe, other }) => {
      same(await dedupe.claim('k'), 'claimed');
      same(await dedupe.claim('k'), 'busy');
      same(await other.claim('k'), 'busy');
    },
  ],
  [
    'a key that is done stays done',
    async ({ dedupe, other }) => {
      await dedupe.claim('k');
      await dedupe.done('k');
      same(await dedupe.claim('k'), 'done');
      same(await other.claim('k'), 'done');
    },
  ],
  [
    'a claim that is forgotten can be made again, by anybody',
    async ({ dedupe, other }) => {
      await dedupe.claim('k');
      await dedupe.forget('k');
      same(await other.claim('k'), 'claimed');
    },
  ],
  [
    'forgetting a key that was never claimed does no harm',
    async ({ dedupe }) => {
      await dedupe.forget('k');
      same(await dedupe.claim('k'), 'claimed');
    },
  ],
  [
    'of claims at the same time just one is granted',
    async ({ dedupe, other }) => {
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? dedupe : other).claim('k')),
      );
      same(claims.filter((claim) => claim === 'claimed').length, 1);
      same(claims.filter((claim) => claim === 'busy').length, 19);
    },
  ],
  [
    'keys do not touch each other, whatever they are made of',
    async ({ dedupe }) => {
      for (const key of AWKWARD) same(await dedupe.claim(key), 'claimed', ` for ${JSON.stringify(key)}`);
      for (const key of AWKWARD.slice(0, 5)) await dedupe.done(key);
      for (const [index, key] of AWKWARD.entries())
        same(await dedupe.claim(key), index < 5 ? 'done' : 'busy');
    },
  ],
  [
    'a claim older than its lease counts as abandoned',
    async ({ dedupe, other, leaseMs }) => {
      if (leaseMs === undefined) return;
      await dedupe.claim('k');
      await dedupe.claim('done');
      await dedupe.done('done');
      await wait(leaseMs * 1.5);
      same(await other.claim('k'), 'claimed');
      same(await other.claim('done'), 'done');
    },
  ],
];

/**
 * Checks that a dedupe keeps the contract of `WebhookDedupe`; for any test runner: resolves when it does, rejects with an Error that says what
 * it broke.
 *
 * @param factory - Makes a fresh empty store each time it is called.
 */
export async function testDedupe(factory: DedupeFactory): Promise<void> {
  await checkClauses('dedupe', clauses, async (check) => {
    const made = await factory();
    const { dedupe, other, leaseMs } =
      'dedupe' in made ? made : { dedupe: made, other: undefined, leaseMs: undefined };
    await check({ dedupe, other: other ?? dedupe, leaseMs });
  });
}
