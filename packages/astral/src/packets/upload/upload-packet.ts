import { ApiCall, type WithResponse } from '@partner-apis/core/user';
import { ahead, type Caller } from '@partner-apis/core/vendor';
import { uploadPacket } from '../../api/file-operations.ts';
import type { Packet } from '../../api/models.ts';
import { checkCall } from '../../api/invalid.ts';
import { checkFiles, uploadShape } from './check-files.ts';
import { form } from '../loading.ts';
import type { UploadFile, UploadOptions } from './upload-file.ts';

/** Checks the files, then sends them as one form. */
export function upload(
  client: Caller,
  files: readonly UploadFile[],
  options: UploadOptions,
): ApiCall<Packet> {
  return new ApiCall(send(client, files, options));
}

async function send(
  client: Caller,
  files: readonly UploadFile[],
  options: UploadOptions,
): Promise<WithResponse<Packet>> {
  checkCall(uploadPacket.id, options, uploadShape);
  const { onProgress, maxFileBytes, ...call } = options;
  ahead(form);
  const checked = await checkFiles(files, maxFileBytes);
  const { FormBody } = await form();
  const body = new FormBody(checked, onProgress);
  try {
    return await client.call(uploadPacket, { body }, call).withResponse();
  } finally {
    // An abort does not wait for a source that stands still, so the source is closed from here.
    body.close();
  }
}
