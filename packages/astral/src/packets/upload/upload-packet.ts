import type { WithResponse } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { uploadPacket } from '../../api/file-operations.ts';
import type { Packet } from '../../api/models.ts';
import { checkCall } from '../../api/invalid.ts';
import { checkFiles, uploadShape } from './check-files.ts';
import { FormBody } from './form-body.ts';
import type { UploadOptions } from './upload-file.ts';

/** Checks the files, which may still be anything, then sends them as one form. */
export async function upload(
  client: Caller,
  files: unknown,
  options: UploadOptions,
): Promise<WithResponse<Packet>> {
  checkCall(uploadPacket.id, options, uploadShape);
  const { onProgress, maxFileBytes, ...call } = options;
  const body = new FormBody(await checkFiles(files, maxFileBytes), onProgress);
  try {
    return await client.call(uploadPacket, { body }, call).withResponse();
  } finally {
    // An abort does not wait for a source that stands still, so the source is closed from here.
    body.close();
  }
}
