import { fetchTransport } from '@partner-apis/core';
import { clientsOf, closeAll, everyOperation, world } from '@partner-apis/reliability/vendors';

/** One request and its answer as they went over the wire; bodies of JSON are parsed. */
export interface Exchange {
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: unknown;
  readonly status: number;
  readonly received: unknown;
}

/** What passes between our clients and the sandbox when every operation is called, requests for tokens aside. */
export async function exchangesOfEveryOperation(): Promise<Exchange[]> {
  await using all = await world('every operation');
  const vendors = new Map(
    Object.entries(all.access.urls).map(([vendor, url]) => [new URL(url).origin, vendor]),
  );
  const exchanges: Exchange[] = [];
  const transport = fetchTransport({
    async fetch(input, init) {
      const request = new Request(input, init);
      const sent: unknown = isJson(request) ? await request.clone().json() : undefined;
      const answer = await fetch(request);
      const url = new URL(request.url);
      if (url.pathname !== '/connect/token') {
        exchanges.push({
          vendor: vendors.get(url.origin) ?? url.origin,
          method: request.method,
          // The second generation of Stormwall has a host of its own.
          path: url.pathname.replace(/^\/v2\//, '/'),
          query: queryOf(url),
          headers: Object.fromEntries(request.headers),
          sent,
          status: answer.status,
          received: isJson(answer) ? await answer.clone().json() : undefined,
        });
      }
      return answer;
    },
  });
  const clients = clientsOf(all.access, { transport, retry: false });
  for (const operation of everyOperation) await (await operation.prepare(clients, all.facts))();
  await closeAll(clients);
  return exchanges;
}

function isJson({ headers }: Request | Response): boolean {
  return headers.get('content-type')?.includes('json') === true;
}

function queryOf({ searchParams }: URL): Exchange['query'] {
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}
