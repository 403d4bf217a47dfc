import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { readId } from './ids.ts';

// The manual gives no models, so everything is optional and every other member is kept. Names are the vendor's.

/** JSON null, and nothing, as undefined. */
const nothing = once(() =>
  z.pipe(
    z.null(),
    z.transform(() => undefined),
  ),
);
const optionalId = once(() => z.optional(z.union([readId(), nothing()])));
const optionalText = once(() => z.optional(z.union([z.string(), nothing()])));

/** See {@link Service}. */
export const serviceSchema = once(() =>
  z.looseObject({
    // Names of our own guess, after the members of a domain: where the vendor means something else by them, that is no fault of its answer.
    service_id: z.catch(optionalId(), undefined),
    service_name: z.catch(optionalText(), undefined),
  }),
);

/** A service of the account. The manual does not describe it, so the two members named here may be absent. */
export interface Service {
  /** An integer. */
  service_id?: number | undefined;
  /** As the account names it. */
  service_name?: string | undefined;
  /** All others are kept as they came. */
  [member: string]: unknown;
}

/** See {@link Domain}. */
export const domainSchema = once(() =>
  z.looseObject({
    domain_id: optionalId(),
    domain_name: optionalText(),
  }),
);

/** A domain of a service. Known members are those that public programs read. */
export interface Domain {
  /** An integer. */
  domain_id?: number | undefined;
  /** The name that is protected. */
  domain_name?: string | undefined;
  /** All others are kept as they came. */
  [member: string]: unknown;
}

/** See {@link DomainStats}. */
export const statsSchema = z.lazy(() => z.union([z.looseObject({}), z.array(z.unknown())]));

/** Statistics of domains. The manual does not describe their shape: an object or a list. */
export type DomainStats = Record<string, unknown> | unknown[];

/** What a command that changes something answers beside `error_list`. */
export const changeAnswer = z.lazy(() => z.looseObject({}));

/** Answer of a command that changes something: `error_list`, and members that depend on the command. */
export interface ChangeAnswer {
  /** As it came. */
  [member: string]: unknown;
}
