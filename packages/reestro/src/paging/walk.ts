/** Something that can be walked again and again, each time from its beginning. */
export function walk<Item>(begin: () => AsyncGenerator<Item, void, undefined>): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: begin };
}
