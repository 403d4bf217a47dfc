import type { ForwardItem, Outcome, PutContext, Sink } from '@partner-apis/forward';

/** An engine in memory that does as it is told. */
export class MemorySink implements Sink {
  readonly title = 'memory';
  /** What it has, by source and id. */
  readonly items = new Map<string, ForwardItem>();
  /** Ids of each put, in order. */
  readonly puts: string[][] = [];
  readonly contexts: PutContext[] = [];
  closed = 0;
  /** What becomes of an item; undefined stores it. */
  answer: (item: ForwardItem) => Outcome | undefined = () => undefined;
  /** Runs before each put; what it throws is the put's failure. */
  before: (items: readonly ForwardItem[], context: PutContext) => unknown = () => undefined;

  async put(items: readonly ForwardItem[], context: PutContext): Promise<Outcome[]> {
    context.signal.throwIfAborted();
    this.puts.push(items.map(({ id }) => id));
    this.contexts.push(context);
    await this.before(items, context);
    return items.map((item) => this.answer(item) ?? this.#store(item));
  }

  close(): void {
    this.closed += 1;
  }

  #store(item: ForwardItem): Outcome {
    const key = `${item.source} ${item.id}`;
    let json: string | undefined;
    try {
      json = JSON.stringify(item.event);
    } catch {
      // A circle, or a BigInt.
    }
    if (json === undefined) return { reject: 'no JSON' };
    if (this.items.has(key)) return 'duplicate';
    this.items.set(key, { ...item, event: JSON.parse(json) as unknown });
    return 'stored';
  }
}
