import {
  type CallOptions,
  ConnectionError,
  type ResponseHeaders,
  ResponseValidationError,
  type WithResponse,
} from '@partner-apis/core/user';
import type { Caller, StreamedBody } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type downloadFile, getFile } from '../api/file-operations.ts';
import type { FileRef } from '../api/ids.ts';

/** Options of everything that reads one file. */
export interface FileOptions extends CallOptions {
  /**
   * Ask for the file's metadata first, and hold the body to its size: an error or a page of a proxy that comes in place of the file, with
   * status 200, is told by nothing else. Default false.
   */
  readonly verify?: boolean;
}

/** That option, which the pipeline does not know. */
export const verifyShape = { verify: z.lazy(() => z.optional(z.boolean('must be a boolean'))) };

/** Sends for a file, with options that have been checked. The body that comes back fails when it is not as long as it should be. */
export async function openFile(
  client: Caller,
  operation: typeof downloadFile,
  ref: FileRef,
  { verify = false, ...call }: FileOptions,
): Promise<WithResponse<StreamedBody>> {
  const metadata = (): Promise<number> =>
    client.call(getFile, { params: { ref } }, call).then((file) => file.size);
  const expected = verify ? await metadata() : undefined;
  const { data, response } = await client.call(operation, { params: { ref } }, call).withResponse();
  if (expected === undefined && (data.size !== undefined || isFramed(data.headers)))
    return { data, response };
  // Such a body ends with its connection, and looks whole wherever it is cut: only the metadata can tell.
  const size = expected ?? (await metadata().catch(() => undefined));
  if (size === undefined) return { data, response };
  const wrong = (received: number): Error => (verify ? mismatch : cut)(operation.id, received, size);
  return { data: { ...data, size, stream: () => exactly(data, size, wrong) }, response };
}

function isFramed(headers: ResponseHeaders): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/** The chunks of a body; what goes beyond its size is not handed out. */
async function* exactly(
  body: StreamedBody,
  size: number,
  wrong: (received: number) => Error,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of body.stream()) {
    received += chunk.byteLength;
    if (received > size) break;
    yield chunk;
  }
  if (received !== size) throw wrong(received);
}

function cut(operation: string, received: number, size: number): ConnectionError {
  return new ConnectionError(
    `Astral.Platform ${operation} ended after ${received} bytes, the file has ${size}. It is safe to repeat.`,
    'BODY_CUT',
    { vendor: 'astral', operation },
  );
}

function mismatch(operation: string, received: number, size: number): ResponseValidationError {
  const amount = received > size ? `more than ${size} bytes` : `${received} bytes`;
  const message = `must be ${size} bytes, as the metadata say, and is ${amount}`;
  return new ResponseValidationError(
    `Astral.Platform ${operation} got something else than the file: the body ${message}.`,
    [{ path: [], message }],
    undefined,
    { vendor: 'astral', operation },
  );
}
