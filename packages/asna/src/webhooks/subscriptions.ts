import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { ensureSubscriptions, type Ensured, type EnsureRequest } from './ensure.ts';
import type { AsnaEventName } from '../api/event-names.ts';
import {
  createSubscription,
  deleteSubscription,
  type Subscription,
  updateSubscription,
} from './subscription-operations.ts';

/** Subscriptions to events. One is known by event name and client id; ASNA has no way to list them. */
export class Subscriptions {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Subscribes to an event of a client. Not repeated by itself once it may have arrived.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see ASNA REST API manual, "Other capabilities", subscribing to events
   */
  create(eventName: AsnaEventName, subscription: Subscription, options?: CallOptions): ApiCall<undefined> {
    return this.#client.call(createSubscription, { params: { eventName }, body: subscription }, options);
  }

  /**
   * Changes the address that is called. Safe to repeat.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see ASNA REST API manual, "Other capabilities", changing a subscription
   */
  update(eventName: AsnaEventName, subscription: Subscription, options?: CallOptions): ApiCall<undefined> {
    return this.#client.call(updateSubscription, { params: { eventName }, body: subscription }, options);
  }

  /**
   * Removes a subscription. Safe to repeat.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see ASNA REST API manual, "Other capabilities", removing a subscription
   */
  delete(
    eventName: AsnaEventName,
    subscription: Pick<Subscription, 'clientId'>,
    options?: CallOptions,
  ): ApiCall<undefined> {
    return this.#client.call(deleteSubscription, { params: { eventName }, body: subscription }, options);
  }

  /**
   * Makes the subscriptions to the named events exist with this address, one after the other, and touches no other. Rejects only for
   * invalid arguments, before anything is sent, and for an abort; what went wrong with an event is in `failed`.
   */
  ensure(request: EnsureRequest, options?: CallOptions): Promise<Ensured> {
    return ensureSubscriptions(this.#client, request, options);
  }
}
