import { type ClientOptions, isPartnerApiError, isTimeoutError } from '@partner-apis/core';
import { Log } from '@partner-apis/test-kit';
import type { Call } from '../vendors/calls.ts';
import type { Subject } from '../vendors/every-operation.ts';
import { clientsOf, closeAll, type World } from '../vendors/world.ts';
import { type Body, type Outcome, RETRIES } from './expected.ts';
import { type FaultCase, hadEffect, specOf } from './fault-cases.ts';

/** How long a stalled answer is waited for. Everything else has the limits of every client. */
const STALLED_MS = 1_000;

/** One fault for many operations at once, over one transport. */
export interface Round {
  readonly fault: FaultCase;
  /** How many requests of each operation meet it. */
  readonly times: number;
  readonly transport: () => NonNullable<ClientOptions['transport']>;
}

/** What the good answer of each operation has for a body, seen where nothing is broken. */
export async function bodiesOf(world: World, subjects: readonly Subject[]): Promise<Map<Subject, Body>> {
  const bodies = new Map<string, Body>();
  const clients = clientsOf(world.access, {
    hooks: {
      async attempt({ vendor, operation }, next) {
        const { status, headers } = await next();
        const body = status === 204 ? 'never begins' : headers['content-length'] === '0' ? 'empty' : 'some';
        bodies.set(`${vendor} ${operation}`, body);
        return { status, headers };
      },
    },
  });
  const calls = await each(subjects, (subject) => subject.prepare(clients, world.facts));
  await each([...calls.values()], (call) => call());
  await closeAll(clients);
  return new Map(
    subjects.map((subject) => [subject, bodies.get(`${subject.vendor} ${subject.id}`) ?? 'some']),
  );
}

/** Calls each of the operations once while their requests meet the fault; what came of each. */
export async function play(
  world: World,
  subjects: readonly Subject[],
  round: Round,
): Promise<Map<Subject, Outcome>> {
  const { sandbox, access, facts } = world;
  const log = new Log();
  const stalled = round.fault.kind.startsWith('stall');
  const limits = { timeouts: stalled ? { headersMs: STALLED_MS, idleMs: STALLED_MS } : {} };
  const transport = round.transport();
  const clients = clientsOf(access, {
    transport,
    logger: log,
    retry: { retries: RETRIES, minDelayMs: 0, maxDelayMs: 0 },
    ...limits,
  });
  const calls = await each(subjects, (subject) => subject.prepare(clients, facts));
  log.lines.length = 0;
  const before = sandbox.requests().at(-1)?.number ?? 0;
  const tried =
    round.fault.kind === 'refuse'
      ? await refused(world, calls, round)
      : await together(world, calls, round, limits);
  const seen = sandbox.requests().filter(({ number }) => number > before);
  await closeAll(clients);
  await transport.close();
  return new Map(
    [...tried].map(([subject, outcome]) => {
      const own = seen.filter(({ operation }) => operation === subject.id);
      return [
        subject,
        {
          outcome,
          attempts: attemptsOf(log, subject),
          requests: own.length,
          done: own.filter(({ fault }) => hadEffect(fault)).length,
        },
      ];
    }),
  );
}

async function together(
  { sandbox }: World,
  calls: ReadonlyMap<Subject, Call>,
  { fault, times }: Round,
  limits: object,
) {
  for (const subject of calls.keys()) sandbox.faults.inject(specOf(fault, subject.vendor, subject.id, times));
  const outcomes = await each([...calls.keys()], (subject) => outcomeOf(() => calls.get(subject)?.(limits)));
  await sandbox.faults.clear();
  return outcomes;
}

/** A port is closed for everybody who asks there, so only one asks at a time where the attempts are counted. */
async function refused({ sandbox }: World, calls: ReadonlyMap<Subject, Call>, { fault, times }: Round) {
  const outcomes = new Map<Subject, string>();
  for (const [subject, call] of calls) {
    const handle = sandbox.faults.inject(specOf(fault, subject.vendor, subject.id, times));
    // What was open closes first: a kept connection that breaks under a request is another fault.
    await new Promise((resolve) => setTimeout(resolve, 5));
    outcomes.set(subject, await outcomeOf(call));
    await handle.remove();
  }
  return outcomes;
}

async function outcomeOf(call: () => PromiseLike<unknown> | undefined): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    if (isTimeoutError(error)) return `TIMEOUT ${error.phase}`;
    return isPartnerApiError(error) ? error.code : String(error);
  }
}

function attemptsOf(log: Log, { id }: Subject): number {
  const attempts = log.lines
    .filter(({ level }) => level === 'debug')
    .map(({ fields }) => fields as { readonly operation?: string; readonly attempts?: number })
    .filter(({ operation }) => operation === id);
  return attempts.at(-1)?.attempts ?? 0;
}

async function each<T, R>(
  items: readonly T[],
  act: (item: T) => R | Promise<R>,
): Promise<Map<T, Awaited<R>>> {
  return new Map(await Promise.all(items.map(async (item) => [item, await act(item)] as const)));
}
