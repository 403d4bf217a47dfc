import {
  type CallOptions,
  isAbortedError,
  isHttpError,
  isPartnerApiError,
  isRequestValidationError,
  type PartnerApiError,
  RequestValidationError,
} from '@partner-apis/core';
import { type Caller, callOptionIssues, check, describeIssues, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type AsnaEventName, eventName } from '../api/event-names.ts';
import {
  createSubscription,
  type Subscription,
  subscriptionShape,
  updateSubscription,
} from './subscription-operations.ts';

/** What should be subscribed to. */
export interface EnsureRequest extends Subscription {
  /** Events by name; one that is named twice counts once. */
  readonly events: readonly AsnaEventName[];
}

/** What {@link Subscriptions.ensure} did. Each event is in one of the lists. */
export interface Ensured {
  /** These did not exist before. */
  readonly created: readonly AsnaEventName[];
  /** These existed before; their address is now the one given. */
  readonly updated: readonly AsnaEventName[];
  /** These could not be subscribed to: the name of the `event`, and the `error` of the last request for it. */
  readonly failed: readonly { readonly event: AsnaEventName; readonly error: PartnerApiError }[];
}

const ensureRequest = once(() =>
  z.strictObject({
    ...subscriptionShape,
    events: z.readonly(z.array(eventName(), 'must be a list of event names')),
  }),
);

/** Answers to a change that may mean "there is no such subscription": the manual documents only 400. */
const MAYBE_MISSING = new Set([400, 404, 405, 409, 410]);

/**
 * Changes each subscription, and creates it where that fails. In this order, because a second creation might make a second subscription
 * and so double every webhook, while a change cannot.
 */
export async function ensureSubscriptions(
  client: Caller,
  request: EnsureRequest,
  options?: CallOptions,
): Promise<Ensured> {
  await refuseInvalid(client, request, options);
  const { clientId, url, events } = request;
  const created: AsnaEventName[] = [];
  const updated: AsnaEventName[] = [];
  const failed: { event: AsnaEventName; error: PartnerApiError }[] = [];
  for (const event of new Set(events)) {
    try {
      const done = await ensureOne(client, event, { clientId, url }, options);
      (done === 'created' ? created : updated).push(event);
    } catch (error) {
      // Wrong arguments are wrong for every event, and an abort is for the whole.
      if (!isPartnerApiError(error) || isRequestValidationError(error) || isAbortedError(error)) throw error;
      failed.push({ event, error });
    }
  }
  return { created, updated, failed };
}

/** Everything is checked before anything is sent: an event that is wrong must not leave those before it changed. */
async function refuseInvalid(
  { runtime }: Caller,
  request: EnsureRequest,
  options: CallOptions | undefined,
): Promise<void> {
  const { issues: wrong = [] } = await check(ensureRequest(), request);
  const issues = [
    ...(options === undefined ? [] : callOptionIssues(options, runtime.rules.callOptions)),
    ...wrong,
  ];
  if (issues.length === 0) return;
  throw new RequestValidationError(
    `ASNA subscriptions.ensure was not sent, its arguments are invalid: ${describeIssues(issues)}.`,
    issues,
    { vendor: 'asna', operation: 'subscriptions.ensure' },
  );
}

async function ensureOne(
  client: Caller,
  eventName: string,
  body: Subscription,
  options: CallOptions | undefined,
): Promise<'created' | 'updated'> {
  const input = { params: { eventName }, body };
  try {
    const { response } = await client.call(updateSubscription, input, options).withResponse();
    // "201 Created: new data was created" holds for every method; PUT also adds what is missing.
    return response.status === 201 ? 'created' : 'updated';
  } catch (error) {
    if (!isHttpError(error) || !MAYBE_MISSING.has(error.status)) throw error;
  }
  await client.call(createSubscription, input, options);
  return 'created';
}
