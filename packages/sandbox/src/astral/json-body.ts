import type { Exchange } from '../http/exchange.ts';
import { nestsWithin, readBody } from '../http/read-body.ts';
import type { AstralState } from './state.ts';

/** Largest JSON body read; the manual has no number. */
const JSON_BYTES = 8 << 20;

/** Deepest nesting read. */
const JSON_LEVELS = 100;

/** Bodies up to this size are kept in the ledger. */
const RECORDED_BYTES = 64 << 10;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON body of a request, of any shape; anything else is refused. */
export async function readJson({ envelopes }: AstralState, exchange: Exchange): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(exchange.headers.get('content-type') ?? ''))
    envelopes.refuse('wrongType');
  const bytes = await readBody(exchange, JSON_BYTES);
  if (bytes === undefined) return envelopes.refuse('bodyTooLarge');
  let json: unknown;
  try {
    json = JSON.parse(utf8.decode(bytes));
  } catch {
    return envelopes.refuse('malformedBody');
  }
  if (!nestsWithin(json, JSON_LEVELS))
    return envelopes.refuse('badBody', `Вложенность больше ${JSON_LEVELS}`);
  if (bytes.byteLength <= RECORDED_BYTES) exchange.record.json = json;
  return json;
}
