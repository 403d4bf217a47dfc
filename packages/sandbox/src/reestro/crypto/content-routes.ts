import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import { Refusal } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer, failure } from '../failures.ts';
import type { ReestroState } from '../state.ts';
import { bodyOf, refuse, route, type Served } from '../store/served.ts';
import { contentText } from '../store/wire.ts';

const signed = z.strictObject({ contentInfo: contentText, signatures: z.array(contentText).min(1) });

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  cer: 'application/pkix-cert',
  sig: 'application/pkcs7-signature',
};

/** Stored files, and the check of their signatures. */
export function contentRoutes(state: ReestroState): Route[] {
  return [
    route(state, 'crypto.signatures.verify', ['POST', '/crypto/v2/signatures/verify'], verify),
    route(state, 'contents.download', ['GET', '/drive/v2/contents/:contentId'], download),
  ];
}

/** One object for each signature; the member with the verdict is made up. */
async function verify(request: Served): Promise<Answer> {
  const { contentInfo, signatures } = await bodyOf(request, signed);
  const { contents } = request.store;
  if (!contents.has(contentInfo.contentId)) refuse(`content ${contentInfo.contentId} should exist`);
  return answer(
    200,
    signatures.map((signature) => ({ signature, isValid: contents.has(signature.contentId) })),
  );
}

function download({ exchange, store }: Served): Answer {
  const found = store.contents.get(exchange.param('contentId').toLowerCase());
  if (found === undefined) throw new Refusal(failure(404));
  const type = TYPES[String(found.info['contentType'])] ?? 'application/octet-stream';
  return { status: 200, headers: { 'content-type': type }, body: found.bytes };
}
