import type { Exchange } from '../http/exchange.ts';
import { nestsWithin, readBody } from '../http/read-body.ts';
import { badRequest, failure, refuse } from './problems.ts';
import { parseJson, type JsonDocument } from './validation/json-document.ts';

/** Largest body read; the manual has no number. */
const JSON_BYTES = 32 << 20;
const JSON_LEVELS = 100;
/** Bodies up to this size are kept in the ledger. */
const RECORDED_BYTES = 64 << 10;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The JSON body of a request, with the place of every value; anything else is refused with 400. */
export async function readJson(exchange: Exchange): Promise<JsonDocument> {
  const type = exchange.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) refuse(failure(415, 'empty'));
  const bytes = await readBody(exchange, JSON_BYTES);
  if (bytes === undefined) return refuse(failure(413, 'empty'));
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refuse(badRequest('Unable to translate bytes to Unicode.'));
  }
  const parsed = parseJson(text);
  if ('problem' in parsed) return refuse(badRequest(parsed.problem));
  if (!nestsWithin(parsed.value, JSON_LEVELS))
    return refuse(badRequest('The reader has exceeded its MaxDepth.'));
  if (bytes.byteLength <= RECORDED_BYTES) exchange.record.json = parsed.value;
  return parsed;
}
