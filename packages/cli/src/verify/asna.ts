import type { AsnaClient } from '@partner-apis/asna';
import type { Probe } from './probe.ts';
import { json, kindOf } from './tap.ts';

/** The client, and the store that is asked about. */
export interface AsnaSubject extends AsyncDisposable {
  readonly asna: AsnaClient;
  readonly storeId: string;
}

/** No order has ever changed after this. */
const FAR = '2999-01-01T00:00:00+00:00';

/** What the documentation of ASNA leaves open. */
export const asnaProbes: readonly Probe<AsnaSubject>[] = [
  {
    setting: 'failureBody',
    question: 'Body of failures other than 400',
    assumed: 'empty',
    async observe({ asna }, tap) {
      const stranger = asna.with({ token: 'eyJhbGciOiJub25lIn0.e30.', retry: false });
      try {
        const seen = await tap.during(() => stranger.webhooks.getKey());
        return seen?.status === 401 || seen?.status === 403 ? kindOf(seen) : undefined;
      } finally {
        await stranger.close();
      }
    },
  },
  {
    setting: 'nothing',
    question: 'How a list without anything in it is answered',
    assumed: 'lists',
    async observe({ asna, storeId }, tap) {
      const seen = await tap.during(() => asna.orders.pull(storeId, { since: FAR }));
      if (seen?.status === 204) return '204';
      if (seen?.status !== 200) return undefined;
      return seen.bytes.toString('utf8').trim() === '' ? 'empty' : 'lists';
    },
  },
  {
    setting: 'sinceIncludes',
    question: 'Whether since of orders brings back what carries exactly that moment',
    assumed: true,
    async observe({ asna, storeId }) {
      const { headers, rows, statuses } = await asna.orders.pull(storeId);
      const last = [...headers, ...rows, ...statuses]
        .flatMap(({ ts }) => ts ?? [])
        .toSorted()
        .at(-1);
      if (last === undefined) return undefined;
      const again = await asna.orders.pull(storeId, { since: last });
      return [...again.headers, ...again.rows, ...again.statuses].some(({ ts }) => ts === last);
    },
  },
  {
    setting: 'location',
    question: 'Location of a 202: whole, a path only, on another host, or none',
    assumed: 'absolute',
    writes: 'sends the first row of the stock again as it is',
    async observe({ asna, storeId }, tap) {
      const seen = await tap.during(() => asna.stocks.get(storeId));
      const rows = seen === undefined ? undefined : json(seen.bytes);
      const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
      if (first === undefined) return undefined;
      const sent = await tap.during(() =>
        asna.submit({
          method: 'PUT',
          path: `/v5/stores/${storeId}/stocks`,
          body: { date: new Date().toISOString(), stocks: [first] },
        }),
      );
      if (sent?.status !== 202) return undefined;
      const location = sent.headers['location'];
      if (location === undefined) return 'missing';
      if (!URL.canParse(location)) return 'relative';
      return new URL(location).host === ownHost() ? 'absolute' : 'foreign';
    },
  },
];

/** Host of the client, which `fromEnv()` has made. */
function ownHost(): string {
  const base = process.env['ASNA_BASE_URL'] ?? '';
  return new URL(base === '' ? 'https://api.asna.cloud' : base).host;
}
