import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { eventName } from '../api/event-names.ts';
import { guid } from '../api/ids.ts';

const params = z.lazy(() => z.strictObject({ eventName: eventName() }));

/** An address that ASNA can call: the manual's samples have plain HTTP. */
const webhookUrl = z.lazy(() =>
  z.string('must be a string').check(
    z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      message: 'must be an absolute http: or https: URL',
    }),
  ),
);

/** Members of a creation and of a change. */
export const subscriptionShape = { clientId: z.lazy(guid), url: webhookUrl };
/** Body of a creation and of a change. */
export const subscription = z.lazy(() => z.strictObject(subscriptionShape));

/** Whom an event is about, and where to send it. */
export interface Subscription {
  /** GUID of the client that the event is about, such as a pharmacy; not necessarily the one whose credential is used. */
  clientId: string;
  /** Address that ASNA calls; it must be reachable from the internet. */
  url: string;
}

/** POST /v5/events/{eventName}. The manual does not say what a second one does, so it is not repeated by itself. */
export const createSubscription = defineOperation({
  id: 'subscriptions.create',
  summary: 'Subscribe to an event',
  source: 'ASNA REST API manual, "Other capabilities", subscribing to events',
  evidence: 'manual',
  method: 'POST',
  path: '/v5/events/{eventName}',
  safety: 'unsafe',
  params,
  body: subscription,
  response: 'empty',
});

/** PUT /v5/events/{eventName}. */
export const updateSubscription = defineOperation({
  id: 'subscriptions.update',
  summary: 'Change the address of a subscription',
  source: 'ASNA REST API manual, "Other capabilities", changing a subscription',
  evidence: 'manual',
  method: 'PUT',
  path: '/v5/events/{eventName}',
  safety: 'idempotent',
  params,
  body: subscription,
  response: 'empty',
});

/** DELETE /v5/events/{eventName}, with a JSON body. A 404 after our own retry means that the first try did it. */
export const deleteSubscription = defineOperation({
  id: 'subscriptions.delete',
  summary: 'Remove a subscription',
  source: 'ASNA REST API manual, "Other capabilities", removing a subscription',
  evidence: 'manual',
  method: 'DELETE',
  path: '/v5/events/{eventName}',
  safety: 'idempotent',
  params,
  body: z.lazy(() => z.strictObject({ clientId: guid() })),
  response: 'empty',
  absorb: ({ status }, attempts) => (status === 404 && attempts > 1 ? { value: undefined } : undefined),
});
