import {
  type Caller,
  type CallOptions,
  ConnectionError,
  type ResponseHeaders,
  type StreamedBody,
  type WithResponse,
} from '@partner-apis/core';
import { downloadFile, getFile } from './file-operations.ts';
import type { FileRef } from './ids.ts';

/** Sends for a file. The body that comes back fails when it is not as long as it should be. */
export async function openFile(
  client: Caller,
  ref: FileRef,
  call: CallOptions = {},
): Promise<WithResponse<StreamedBody>> {
  const { data, response } = await client.call(downloadFile, { params: { ref } }, call).withResponse();
  if (data.size !== undefined || isFramed(data.headers)) return { data, response };
  // Such a body ends with its connection, and looks whole wherever it is cut: only the metadata can tell.
  const size = await client.call(getFile, { params: { ref } }, call).then(
    (file) => file.size,
    () => undefined,
  );
  return { data: size === undefined ? data : { ...data, size, stream: () => exactly(data, size) }, response };
}

function isFramed(headers: ResponseHeaders): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

async function* exactly(body: StreamedBody, size: number): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of body.stream()) {
    received += chunk.byteLength;
    yield chunk;
  }
  if (received === size) return;
  throw new ConnectionError(
    `Astral.Platform files.download ended after ${received} bytes, the file has ${size}. It is safe to repeat.`,
    'BODY_CUT',
    { vendor: 'astral', operation: downloadFile.id },
  );
}
