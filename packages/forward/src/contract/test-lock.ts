import type { FeedLock } from '@partner-apis/core';
import { checkClauses, type Clause, holds, wait } from './clauses.ts';

/** A lock as a durable feed takes it; the fencing token is looked at where there is one. */
export type AnyLock = (
  key: string,
  signal: AbortSignal,
) => PromiseLike<FeedLock & { readonly token?: number }> | (FeedLock & { readonly token?: number });

/** What the contract needs of a lock. */
export interface LockUnderTest {
  /** The lock, held by nobody. */
  readonly lock: AnyLock;
  /** The same lock as another process sees it. Default: the same function. */
  readonly other?: AnyLock;
  /** `ttlMs` of the lock, when it is short enough to be waited for: then a lock that is held for longer must still be held. */
  readonly ttlMs?: number;
  /** Takes the lock away from its holder, as an operator or a failover would. Without it, losing it is not looked at. */
  readonly steal?: (key: string) => unknown;
}

/** What makes a fresh lock that nobody holds; a promise of one will do. */
export type LockFactory = () => AnyLock | LockUnderTest | PromiseLike<AnyLock | LockUnderTest>;

/** Long enough for a lock to be granted where nothing is in the way, in milliseconds. */
const SOON_MS = 5_000;
/** Long enough to see that it is not granted. */
const WHILE_MS = 400;

const clauses: readonly Clause<LockUnderTest & { readonly other: AnyLock }>[] = [
  [
    'a lock that nobody holds is granted',
    async ({ lock }) => {
      await (await soon(take(lock))).release();
    },
  ],
  [
    'a lock that is held is granted when it is released, not before',
    async ({ lock, other }) => {
      const first = await soon(take(lock));
      const second = take(other);
      holds(!(await settles(second)), 'It was granted to two.');
      await first.release();
      await (await soon(second)).release();
    },
  ],
  [
    'of many that ask at the same time one holds it at a time, and each gets it',
    async ({ lock, other }) => {
      let inside = 0;
      let most = 0;
      const turn = async (index: number): Promise<void> => {
        const held = await take(index % 2 === 0 ? lock : other);
        most = Math.max(most, (inside += 1));
        await wait(5);
        inside -= 1;
        await held.release();
      };
      await soon(Promise.all(Array.from({ length: 5 }, (_, index) => turn(index))), SOON_MS * 4);
      holds(most === 1, `It was held by ${most} at once.`);
    },
  ],
  [
    'locks of different keys do not touch each other',
    async ({ lock }) => {
      const keys = ['a', 'A', 'a:b', '__proto__', "o'clock", 'ключ'];
      for (const held of await soon(Promise.all(keys.map((key) => take(lock, key))))) await held.release();
    },
  ],
  [
    'waiting ends with the reason of the signal',
    async ({ lock, other }) => {
      const held = await soon(take(lock));
      const controller = new AbortController();
      const waiting = Promise.resolve(other('k', controller.signal));
      const reason = new Error('Enough.');
      controller.abort(reason);
      const outcome = await soon(
        waiting.then(
          () => 'granted',
          (error: unknown) => error,
        ),
      );
      holds(outcome === reason, 'It did not reject with the reason of the signal.');
      await held.release();
      await (await soon(take(other))).release();
    },
  ],
  [
    'releasing twice does no harm, and not to the next holder',
    async ({ lock, other }) => {
      const first = await soon(take(lock));
      await first.release();
      const second = await soon(take(other));
      await first.release();
      const third = take(lock);
      holds(!(await settles(third)), 'The second release of one gave away the lock of another.');
      await second.release();
      await (await soon(third)).release();
    },
  ],
  [
    'the fencing token grows from holder to holder',
    async ({ lock, other }) => {
      let last = Number.NEGATIVE_INFINITY;
      for (const one of [lock, other, lock]) {
        const held = await soon(take(one));
        if (held.token === undefined) return held.release() as Promise<void>;
        holds(held.token > last, `Token ${held.token} came after ${last}.`);
        last = held.token;
        await held.release();
      }
    },
  ],
  [
    'a lock is held for as long as its holder lives',
    async ({ lock, other, ttlMs }) => {
      if (ttlMs === undefined) return;
      const held = await soon(take(lock));
      const second = take(other);
      await wait(ttlMs * 2.5);
      holds(held.lost?.aborted !== true, 'It was lost although its holder lives.');
      holds(!(await settles(second)), 'It was granted to another although its holder lives.');
      await held.release();
      await (await soon(second)).release();
    },
  ],
  [
    'a holder hears that its lock was taken away',
    async ({ lock, ttlMs, steal }) => {
      if (steal === undefined || ttlMs === undefined) return;
      const held = await soon(take(lock));
      await steal('k');
      await wait(ttlMs * 1.5);
      holds(held.lost?.aborted === true, 'Its lost did not abort.');
      await held.release();
    },
  ],
];

/**
 * Checks that a lock does what a durable feed needs of one; for any test runner: resolves when it does, rejects with an Error that says what
 * it broke.
 *
 * @param factory - Makes a fresh lock that nobody holds each time it is called.
 */
export async function testLock(factory: LockFactory): Promise<void> {
  await checkClauses('lock', clauses, async (check) => {
    const made = await factory();
    const subject = typeof made === 'function' ? { lock: made } : made;
    await check({ ...subject, other: subject.other ?? subject.lock });
  });
}

function take(lock: AnyLock, key = 'k'): Promise<FeedLock & { readonly token?: number }> {
  return Promise.resolve(lock(key, new AbortController().signal));
}

async function settles(work: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    work.then(
      () => true,
      () => true,
    ),
    wait(WHILE_MS).then(() => false),
  ]);
}

async function soon<T>(work: Promise<T>, ms = SOON_MS): Promise<T> {
  const late = Symbol('late');
  const result = await Promise.race([work, wait(ms).then(() => late)]);
  holds(result !== late, `It was not settled within ${ms} ms.`);
  return work;
}
