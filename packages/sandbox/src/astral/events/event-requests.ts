import * as z from 'zod';
import type { Exchange } from '../../http/exchange.ts';
import { idSchema } from '../ids.ts';
import { readJson } from '../json-body.ts';
import type { AstralState } from '../state.ts';

/** `limit` when it is missing: the manual (section 3.2) names no default. */
const DEFAULT_LIMIT = 100;

/** `timeout` when it is missing, in seconds: the least that section 1.1 of the manual recommends. */
const DEFAULT_TIMEOUT = 60;

/** Most items in one request; the manual has no number. */
const MOST_ITEMS = 10_000;

const integer = z
  .string()
  .regex(/^\d{1,9}$/, 'Ожидается целое число')
  .transform(Number);

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const limitSchema = integer.pipe(z.int().min(1)).default(DEFAULT_LIMIT);

/** The manual (section 3.2): `timeout` is 10 to 600 seconds, and is ignored, right or wrong, with `unconfirmed=true`. */
const pollSchema = z.union([
  z.object({ unconfirmed: flag.pipe(z.literal(true)), limit: limitSchema, timeout: z.unknown().optional() }),
  z.object({
    unconfirmed: flag.pipe(z.literal(false)).default(false),
    limit: limitSchema,
    timeout: integer.pipe(z.int().min(10).max(600)).default(DEFAULT_TIMEOUT),
  }),
]);

const publicationSchema = z.object({ events: z.array(z.unknown()).min(1).max(MOST_ITEMS) });

const confirmationSchema = z.object({ events_id: z.array(idSchema).min(1).max(MOST_ITEMS) });

/** The query of a poll. */
export function readPoll({ envelopes }: AstralState, exchange: Exchange): z.output<typeof pollSchema> {
  const query = pollSchema.safeParse(exchange.query);
  return query.success
    ? query.data
    : envelopes.refuse('badQuery', 'Ожидается: limit от 1, timeout от 10 до 600, unconfirmed true или false');
}

/** The items of a publication, not looked at yet. */
export async function readPublication(state: AstralState, exchange: Exchange): Promise<unknown[]> {
  const body = publicationSchema.safeParse(await readJson(state, exchange));
  return body.success ? body.data.events : state.envelopes.refuse('badBody', z.prettifyError(body.error));
}

/** The ids to confirm. */
export async function readConfirmation(state: AstralState, exchange: Exchange): Promise<string[]> {
  const body = confirmationSchema.safeParse(await readJson(state, exchange));
  return body.success ? body.data.events_id : state.envelopes.refuse('badBody', z.prettifyError(body.error));
}
