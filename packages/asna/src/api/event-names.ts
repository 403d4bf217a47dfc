import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/**
 * An event to subscribe to. Those listed here are in the manual; any other text passes, so that a new one needs no new version of
 * this package. "Other capabilities", list of events.
 */
export type AsnaEventName =
  /** Full stock of a store has been accepted. */
  | 'stocks_full'
  /** Changes of a store's stock have been accepted. */
  | 'stocks_updates'
  /** Full consolidated price list of a legal entity has been accepted. */
  | 'preorders_full'
  /** Changes of that price list have been accepted. */
  | 'preorders_updates'
  /** Changes of orders from the pharmacy's side have been accepted. */
  | 'orders_updates_store'
  /** Changes of orders from the site's side have been accepted. */
  | 'orders_updates_site'
  // Keeps the literals above in editors' completion.
  | (string & {});

/** An event name as it goes into a path. */
export const eventName = once(() =>
  z.string('must be a string').check(
    z.minLength(1, 'must not be empty'),
    z.refine((name) => name !== '.' && name !== '..', 'must not be "." or ".."'),
    z.refine((name) => name.isWellFormed(), 'must be well-formed text'),
  ),
);
