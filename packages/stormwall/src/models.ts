import { z } from 'zod';
import { readId } from './ids.ts';

// The manual gives no models, so everything is optional and every other member is kept. Names are the vendor's.

/** JSON null, and nothing, as undefined. */
const nothing = z.null().transform(() => undefined);
const optionalId = readId.or(nothing).optional();
const optionalText = z.string().or(nothing).optional();

export const serviceSchema = z.looseObject({
  /** Not in the manual; named after the members of a domain. */
  service_id: optionalId,
  service_name: optionalText,
});

/** A service of the account. The manual does not describe it; all members are kept as they came. */
export type Service = z.output<typeof serviceSchema>;

export const domainSchema = z.looseObject({
  domain_id: optionalId,
  domain_name: optionalText,
});

/** A domain of a service. Known members are those that public programs read; all others are kept as they came. */
export type Domain = z.output<typeof domainSchema>;

export const statsSchema = z.union([z.looseObject({}), z.array(z.unknown())]);

/** Statistics of domains. The manual does not describe their shape: an object or a list. */
export type DomainStats = z.output<typeof statsSchema>;

/** What a command that changes something answers beside `error_list`. */
export const changeAnswer = z.looseObject({});

/** Answer of a command that changes something: `error_list`, and members that depend on the command. */
export type ChangeAnswer = z.output<typeof changeAnswer>;
