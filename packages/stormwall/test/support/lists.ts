import type { Respond } from '@partner-apis/test-kit';

/** Takes so many items of a list, or all. */
export async function take<Item>(
  list: AsyncIterable<Item>,
  most = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of list) {
    taken.push(item);
    if (taken.length >= most) break;
  }
  return taken;
}

/** Serves a list of addresses by `offset` and `limit`, as the manual has it; `extra` goes into each answer. */
export function paged(total: number, fields: (offset: number, sent: number) => object = () => ({})): Respond {
  const all = Array.from({ length: total }, (_, i) => `192.0.2.${i}/32`);
  return ({ url }, response) => {
    const query = new URL(url, 'http://x').searchParams;
    const offset = Number(query.get('offset') ?? 0);
    const list = all.slice(offset, offset + Number(query.get('limit') ?? 2));
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ list, ...fields(offset, list.length) }));
  };
}
