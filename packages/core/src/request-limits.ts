import type { Call } from './call.ts';
import { invalidRequest } from './invalid-request.ts';

/** Refuses a body that is longer than the vendor takes. Throws RequestValidationError. */
export function checkBodySize(call: Call, body: string): void {
  const { maxBodyBytes } = call.runtime.rules;
  // A UTF-16 unit becomes three bytes at most, so short texts need no counting.
  if (maxBodyBytes === undefined || body.length * 3 <= maxBodyBytes) return;
  const size = Buffer.byteLength(body);
  if (size <= maxBodyBytes) return;
  throw invalidRequest(call, [
    { path: ['body'], message: `is ${size} bytes long, the limit is ${maxBodyBytes} (maxBodyBytes)` },
  ]);
}

/** Refuses headers that are longer than the vendor takes, as they stand on the wire. Throws RequestValidationError. */
export function checkHeaderSize(call: Call, headers: Readonly<Record<string, string>>, body: unknown): void {
  const { base, rules } = call.runtime;
  if (rules.maxHeaderBytes === undefined) return;
  // What the transport adds by itself; a content length has seven digits at most where bodies are limited.
  let size = line('host', base.origin) + line('connection', 'keep-alive');
  if (body !== undefined) size += line('content-length', '1048576');
  for (const name in headers) size += line(name, headers[name] ?? '');
  if (size <= rules.maxHeaderBytes) return;
  throw invalidRequest(call, [
    {
      path: ['headers'],
      message: `are ${size} bytes long together, credential included; the limit is ${rules.maxHeaderBytes} (maxHeaderBytes)`,
    },
  ]);
}

/** Bytes of `name: value` and its line end; header values are Latin-1. */
function line(name: string, value: string): number {
  return name.length + value.length + 4;
}
