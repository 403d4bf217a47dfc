import { type Call, contextOf, nameOf } from '../call/call.ts';
import { RequestValidationError } from '../errors/request-validation-error.ts';
import { PathError } from '../operation/request-path.ts';

/** Refuses a body that is longer than the vendor takes. Throws PathError. */
export function checkBodySize(body: string, limit: number | undefined): void {
  // A UTF-16 unit becomes three bytes at most, so short texts need no counting.
  if (limit === undefined || body.length * 3 <= limit) return;
  const size = Buffer.byteLength(body);
  if (size > limit)
    throw new PathError(['body'], `is ${size} bytes long, the limit is ${limit} (maxBodyBytes)`);
}

/** Refuses headers that are longer than the vendor takes, as they stand on the wire. Throws RequestValidationError. */
export function checkHeaderSize(call: Call, headers: Readonly<Record<string, string>>, body: unknown): void {
  const { base, rules } = call.runtime;
  if (rules.maxHeaderBytes === undefined) return;
  // What the transport adds by itself; a content length has seven digits at most where bodies are limited.
  let size =
    line('host', base.origin.slice(base.origin.indexOf('//') + 2)) + line('connection', 'keep-alive');
  if (body !== undefined) size += line('content-length', '1048576');
  for (const name in headers) size += line(name, headers[name] ?? '');
  if (size <= rules.maxHeaderBytes) return;
  const message = `are ${size} bytes long together, credential included; the limit is ${rules.maxHeaderBytes} (maxHeaderBytes)`;
  throw new RequestValidationError(
    `${nameOf(call)} was not sent: its headers ${message}.`,
    [{ path: ['headers'], message }],
    contextOf(call),
  );
}

/** Bytes of `name: value` and its line end; header values are Latin-1. */
function line(name: string, value: string): number {
  return name.length + value.length + 4;
}
