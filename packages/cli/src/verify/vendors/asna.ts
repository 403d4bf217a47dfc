import type { AsnaSubject } from './asna-subject.ts';
import { uploadProbes } from './asna-upload.ts';
import { subscriptionProbes } from './asna-webhooks.ts';
import { found, untold } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { json, kindOf, member, type Seen } from '../tap.ts';

/** No order has ever changed after this. */
const FAR = '2999-01-01T00:00:00+00:00';

/** What the documentation of ASNA leaves open. */
export const asnaProbes: readonly Probe<AsnaSubject>[] = [
  {
    setting: 'tokenSeconds',
    question: 'Seconds that a token lives, as the token endpoint says',
    assumed: 3600,
    needs: ({ givenToken }) =>
      givenToken
        ? 'a token is given in ASNA_TOKEN. Set ASNA_CLIENT_ID and ASNA_CLIENT_SECRET in its place.'
        : undefined,
    async observe({ asna, storeId }, { tap }) {
      await tap.during(() => asna.orders.pull(storeId, { since: FAR }));
      const { token } = tap;
      if (token === undefined) return untold('no token was issued.');
      const seconds = member(json(token.bytes), 'expires_in');
      return token.status === 200 && typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0
        ? found(seconds)
        : untold(token);
    },
  },
  {
    setting: 'failureBody',
    question: 'Body of failures other than 400',
    assumed: 'empty',
    async observe({ asna }, { tap }) {
      const stranger = asna.with({ token: 'eyJhbGciOiJub25lIn0.e30.' });
      try {
        const seen = await tap.during(() => stranger.webhooks.getKey());
        return seen.status === 401 || seen.status === 403 ? found(kindOf(seen)) : untold(seen);
      } finally {
        await stranger.close();
      }
    },
  },
  {
    setting: 'nothing',
    question: 'How a list without anything in it is answered',
    assumed: 'lists',
    async observe({ asna, storeId }, { tap }) {
      const seen = await tap.during(() => asna.orders.pull(storeId, { since: FAR }));
      if (seen.status === 204) return found('204');
      if (seen.status === 200 && seen.bytes.toString('utf8').trim() === '') return found('empty');
      const orders = ordersIn(seen);
      if (orders === undefined) return untold(seen);
      return orders.length === 0 ? found('lists') : untold(`orders changed after ${FAR}.`);
    },
  },
  {
    setting: 'sinceIncludes',
    question: 'Whether since of orders brings back what carries exactly that moment',
    assumed: true,
    async observe({ asna, storeId }, { tap }) {
      const { headers, rows, statuses } = await asna.orders.pull(storeId);
      const last = [...headers, ...rows, ...statuses]
        .flatMap(({ ts }) => ts ?? [])
        .toSorted()
        .at(-1);
      if (last === undefined) return untold('the store has no orders.');
      const seen = await tap.during(() => asna.orders.pull(storeId, { since: last }));
      const orders = ordersIn(seen);
      return orders === undefined ? untold(seen) : found(orders.some((one) => member(one, 'ts') === last));
    },
  },
  {
    setting: 'pushStatus',
    question: 'Status of what a pharmacy says about orders, sent with PUT',
    assumed: 200,
    writes: 'sends an empty list of statuses and rows, which changes no order',
    async observe({ asna, storeId }, { tap }) {
      const seen = await tap.during(() =>
        asna.request({
          method: 'PUT',
          path: `/v5/stores/${storeId}/orders_exchanger`,
          body: { rows: [], statuses: [] },
        }),
      );
      const { status } = seen;
      const blank = seen.bytes.toString('utf8').trim() === '';
      return [201, 202, 204].includes(status) || (status === 200 && blank) ? found(status) : untold(seen);
    },
  },
  ...uploadProbes,
  ...subscriptionProbes,
];

/** Everything in the three lists of orders; undefined where the answer has none of them and is not one of nothing either. */
function ordersIn(seen: Seen): unknown[] | undefined {
  if (seen.status === 204) return [];
  if (seen.status !== 200) return undefined;
  if (seen.bytes.toString('utf8').trim() === '') return [];
  const body = json(seen.bytes);
  const lists = ['headers', 'rows', 'statuses'].map((name) => member(body, name)).filter(Array.isArray);
  return lists.length === 0 ? undefined : lists.flat();
}
