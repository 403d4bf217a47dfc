/** What a probe made at the vendor and has to take away. */
interface Trace {
  readonly what: string;
  readonly remove: () => PromiseLike<unknown>;
}

/** Everything that one probe leaves behind. */
export class Traces {
  readonly #traces: Trace[] = [];
  readonly #left: string[] = [];

  /** Something that is there from now on, such as `the packet 0123…`, and how it is taken away when the probe is over. */
  add(what: string, remove: () => PromiseLike<unknown>): void {
    this.#traces.push({ what, remove });
  }

  /** Something that stays, whatever is done: a sentence for the user. */
  stays(sentence: string): void {
    this.#left.push(sentence);
  }

  /** Takes all of it away, last made first. What could not be taken away, a sentence each. */
  async remove(): Promise<readonly string[]> {
    for (const { what, remove } of this.#traces.toReversed()) {
      try {
        await remove();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#left.push(`Left at the vendor: ${what}. Take it away by hand. ${why}`);
      }
    }
    return this.#left;
  }
}
