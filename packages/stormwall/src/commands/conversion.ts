import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type CommandArguments, commandMembers, noBodyOnGet, safetyOf } from './command.ts';
import { flaggedBody, flaggedQuery } from '../api/flags.ts';
import { type Report, type SoftError, softErrorsIn } from '../api/soft-errors.ts';

/** A conversion command. The manual does not name any; it says only that their answers are not JSON. */
export interface ConversionArguments extends CommandArguments {
  /** Most bytes of an answer; a longer one is a ResponseDecodeError. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
}

/** What a conversion command answered. */
export interface Conversion {
  /** The body as it came. */
  readonly bytes: Uint8Array;
  /** As the vendor sent it; undefined when it sent none. */
  readonly contentType: string | undefined;
}

const maxBytes = once(() => z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more'))));
const conversionParams = once(() =>
  z.strictObject({ ...commandMembers, maxBytes: maxBytes() }).check(z.superRefine(noBodyOnGet)),
);

/** The operation of a conversion command. */
export function conversionOperation(args: ConversionArguments) {
  return defineOperation({
    id: 'convert',
    summary: 'A conversion command, whose answer is not JSON',
    source: 'Stormwall API manual, REST interface',
    method: args.method,
    path: '{+path}',
    safety: safetyOf(args),
    params: conversionParams(),
    query: flaggedQuery(),
    body: flaggedBody(),
    response: 'bytes',
    maxBytes: args.maxBytes,
    result: (data): Report<Conversion> => ({ data, softErrors: softErrorsOfAnswer(data) }),
  });
}

/** The soft errors of any answer: of JSON, and of JSON that a conversion took as bytes. */
export function softErrorsOfAnswer(body: unknown): readonly SoftError[] {
  return softErrorsIn(isBytes(body) ? jsonIn(body) : body);
}

function isBytes(body: unknown): body is Conversion {
  return typeof body === 'object' && body !== null && 'bytes' in body && body.bytes instanceof Uint8Array;
}

function jsonIn({ bytes, contentType = '' }: Conversion): unknown {
  if (!/\bjson\b/i.test(contentType)) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return value;
  } catch {
    return undefined;
  }
}
