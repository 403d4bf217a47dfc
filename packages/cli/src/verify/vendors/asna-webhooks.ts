import type { AsnaSubject } from './asna-subject.ts';
import { described, found, untold } from '../finding.ts';
import type { Asking, Probe } from '../probe.ts';
import { json, member, type Seen } from '../tap.ts';

/** The event that is subscribed to: the one that the fewest programs listen to. */
const EVENT = 'preorders_updates';

const SUBSCRIBES = `subscribes the address of --webhook-url to ${EVENT} of this store and unsubscribes it: a subscription that is there is lost`;

/** What is open about webhooks. */
export const subscriptionProbes: readonly Probe<AsnaSubject>[] = [
  {
    setting: 'webhookKey',
    question: 'Whether the key of webhooks stays the same when it is read again',
    assumed: 'stable',
    writes:
      'reads the key twice: should each reading make a new one, receivers that run have to read it anew',
    async observe({ asna }, { tap }) {
      const first = await tap.during(() => asna.webhooks.getKey());
      const second = await tap.during(() => asna.webhooks.getKey());
      const [one, other] = [secretIn(first), secretIn(second)];
      if (one === undefined) return untold(first);
      if (other === undefined) return untold(second);
      return found(one === other ? 'stable' : 'new');
    },
  },
  {
    setting: 'secondSubscription',
    question: 'What a second subscription to the same event is answered',
    assumed: 'refuse',
    writes: SUBSCRIBES,
    needs,
    async observe(subject, asking) {
      await subscribed(subject, asking);
      const again = await asking.tap.during(() => call(subject, 'POST'));
      if (again.status === 400 || again.status === 409) return found('refuse');
      return done(again) ? found('accept') : untold(again);
    },
  },
  {
    setting: 'missingSubscription',
    question: 'What the change of a subscription is answered that does not exist',
    assumed: 'refuse',
    writes: SUBSCRIBES,
    needs,
    async observe(subject, asking) {
      const subscription = await subscribed(subject, asking);
      const gone = await asking.tap.during(() => call(subject, 'DELETE'));
      if (!done(gone)) return untold(`the vendor answered the deletion with ${described(gone)}.`);
      subscription.gone = true;
      const seen = await asking.tap.during(() => call(subject, 'PUT'));
      if (seen.status === 400 || seen.status === 404) return found('refuse');
      if (!done(seen)) return untold(seen);
      subscription.gone = false;
      return found('create');
    },
  },
];

function needs({ webhookUrl }: AsnaSubject): string | undefined {
  return webhookUrl === undefined
    ? `it takes --webhook-url <address of yours> and --write, which ${SUBSCRIBES}.`
    : undefined;
}

/** Whether a change of subscriptions went well: 200, 201 or 204, and never a body. */
function done({ status, bytes }: Seen): boolean {
  return (status === 200 || status === 201 || status === 204) && bytes.toString('utf8').trim() === '';
}

function secretIn(seen: Seen): string | undefined {
  const secret = member(json(seen.bytes), 'secret');
  return seen.status === 200 && typeof secret === 'string' ? secret : undefined;
}

/** Subscribes, until the probe is over. */
async function subscribed(subject: AsnaSubject, { tap, traces }: Asking): Promise<{ gone: boolean }> {
  const seen = await tap.during(() => call(subject, 'POST'));
  if (seen.status !== 201)
    throw new Error(
      `the vendor answered the first subscription with ${described(seen)}; there may be one already.`,
    );
  const subscription = { gone: false };
  traces.add(`the subscription of ${subject.storeId} to ${EVENT}`, async () => {
    if (!subscription.gone) await call(subject, 'DELETE');
  });
  return subscription;
}

function call({ asna, storeId, webhookUrl }: AsnaSubject, method: 'POST' | 'PUT' | 'DELETE') {
  const body = { clientId: storeId, ...(method !== 'DELETE' && { url: webhookUrl }) };
  return asna.request({ method, path: `/v5/events/${EVENT}`, body });
}
