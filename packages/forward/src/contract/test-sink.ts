import type { ForwardItem } from '../item/item.ts';
import { isTaken, type Outcome, type Sink } from '../item/sink.ts';
import { checkClauses, type Clause, holds, same } from './clauses.ts';

/** A sink and a look into its engine. */
export interface SinkUnderTest {
  /** The sink, on an empty engine. */
  readonly sink: Sink;
  /** Reads back everything that the engine has, in any order. Without it, what is stored is not looked at. */
  readonly stored?: () => PromiseLike<readonly Pick<ForwardItem, 'id' | 'source' | 'type' | 'event'>[]>;
}

/** What makes a fresh sink on an empty engine; a promise of one will do. */
export type SinkFactory = () => Sink | SinkUnderTest | PromiseLike<Sink | SinkUnderTest>;

/** Ids that trip engines which build keys, paths, headers or numbers of them. */
const AWKWARD = [
  '7',
  'a:b',
  'a/b',
  'a b',
  '../x',
  '__proto__',
  'ключ',
  '🔑',
  'a%00',
  "o'clock",
  'x'.repeat(200),
  'A',
  'a',
];

/** Events that trip engines whose JSON is not quite JSON. */
const EVENTS = [
  null,
  0,
  '',
  [],
  { data: { text: 'тест "\\ \u2028 🔑', empty: {}, list: [1, [2]], none: null } },
  { data: '\u0000 in the middle of \\u0000' },
  { data: '\ud800' },
  { data: 'x'.repeat(100_000) },
];

const clauses: readonly Clause<SinkUnderTest>[] = [
  ['put() of no items resolves to no outcomes', async ({ sink }) => same(await put(sink, []), [])],
  [
    'put() of new items resolves to stored for each',
    async (subject) => {
      const items = [item('1'), item('2'), item('3')];
      same(await put(subject.sink, items), ['stored', 'stored', 'stored']);
      await has(subject, items);
    },
  ],
  [
    'put() takes a hundred items at once',
    async (subject) => {
      const items = Array.from({ length: 100 }, (_, index) => item(`n${index}`));
      const outcomes = await put(subject.sink, items);
      same(outcomes.length, 100);
      taken(outcomes);
      await has(subject, items);
    },
  ],
  [
    'an item that comes again is stored or duplicate, and is there all the same',
    async (subject) => {
      taken(await put(subject.sink, [item('1')]));
      const again = await put(subject.sink, [item('1'), item('2')]);
      same(again.length, 2);
      taken(again);
      await has(subject, [item('1'), item('2')]);
    },
  ],
  [
    'an item that stands twice in one put has two outcomes',
    async (subject) => {
      const outcomes = await put(subject.sink, [item('1'), item('2'), item('1')]);
      same(outcomes.length, 3);
      taken(outcomes);
      await has(subject, [item('1'), item('2')]);
    },
  ],
  [
    'the same id of another source is another item',
    async (subject) => {
      const items = [item('1'), { ...item('1'), source: 'asna' as const }];
      same(await put(subject.sink, items), ['stored', 'stored']);
      await has(subject, items);
    },
  ],
  [
    'ids do not touch each other, whatever they are made of',
    async (subject) => {
      const items = AWKWARD.map((id) => item(id));
      same(
        await put(subject.sink, items),
        items.map(() => 'stored'),
      );
      await has(subject, items);
    },
  ],
  [
    'events come back as they were',
    async (subject) => {
      const items = EVENTS.map((event, index) => ({ ...item(`e${index}`), event }));
      same(
        await put(subject.sink, items),
        items.map(() => 'stored'),
      );
      await has(subject, items);
    },
  ],
  [
    'an event that is no JSON is rejected, and the others of its put are stored',
    async (subject) => {
      const circle: { self?: unknown } = {};
      circle.self = circle;
      const items = [
        item('1'),
        { ...item('2'), event: circle },
        { ...item('3'), event: { big: 1n } },
        item('4'),
      ];
      const outcomes = await put(subject.sink, items);
      same(
        outcomes.map((outcome) => (typeof outcome === 'object' ? 'reject' : outcome)),
        ['stored', 'reject', 'reject', 'stored'],
      );
      await has(subject, [item('1'), item('4')]);
    },
  ],
  [
    'puts at the same time are all stored',
    async (subject) => {
      const items = Array.from({ length: 20 }, (_, index) => item(`p${index}`));
      for (const outcomes of await Promise.all(items.map((one) => put(subject.sink, [one])))) taken(outcomes);
      await has(subject, items);
    },
  ],
  [
    'nothing is said to be stored when the signal has aborted before',
    async ({ sink }) => {
      let outcomes: readonly Outcome[] = [];
      try {
        outcomes = await sink.put([item('1')], { signal: AbortSignal.abort(new Error('Aborted.')) });
      } catch {
        return;
      }
      same(outcomes, ['retry']);
    },
  ],
];

/**
 * Checks that a sink keeps the contract of {@link Sink}; for any test runner: resolves when it does, rejects with an Error that says what it
 * broke. `close()` is called after each clause.
 *
 * @param factory - Makes a fresh sink on an empty engine each time it is called; with `stored`, what the engine has is looked at too.
 */
export async function testSink(factory: SinkFactory): Promise<void> {
  await checkClauses('sink', clauses, async (check) => {
    const made = await factory();
    const subject = 'put' in made ? { sink: made } : made;
    try {
      await check(subject);
    } finally {
      await subject.sink.close?.();
    }
  });
}

function put(sink: Sink, items: readonly ForwardItem[]): PromiseLike<readonly Outcome[]> {
  return sink.put(items, { signal: new AbortController().signal });
}

function item(id: string): ForwardItem {
  return {
    id,
    source: 'astral',
    type: 'contract.tested',
    event: { number: id },
    receivedAt: 1_795_000_000_000,
  };
}

function taken(outcomes: readonly Outcome[]): void {
  const other = outcomes.find((outcome) => !isTaken(outcome));
  holds(other === undefined, `Expected stored or duplicate, got ${JSON.stringify(other)}.`);
}

async function has({ stored }: SinkUnderTest, items: readonly ForwardItem[]): Promise<void> {
  if (stored === undefined) return;
  const found = await stored();
  const name = (one: Pick<ForwardItem, 'id' | 'source'>): string => `${one.source} ${one.id}`;
  same(found.map(name).toSorted(), items.map(name).toSorted(), ' in the engine');
  const byName = new Map(found.map((one) => [name(one), one]));
  for (const wanted of items) {
    const got = byName.get(name(wanted));
    same(got?.type, wanted.type, ` as the type of ${wanted.id}`);
    same(got?.event, wanted.event, ` as the event of ${wanted.id}`);
  }
}
