import type { WithResponse } from '@partner-apis/core/user';
import { type Caller, FileDownload } from '@partner-apis/core/vendor';
import { downloadFile } from '../../api/file-operations.ts';
import type { FileRef } from '../../api/ids.ts';
import { checkCall } from '../../api/invalid.ts';
import { type FileOptions, openFile, verifyShape } from '../open-file.ts';

/** Downloads a file, to be taken in one of the ways of a {@link FileDownload}. */
export async function download(
  client: Caller,
  ref: FileRef,
  options: FileOptions,
): Promise<WithResponse<FileDownload>> {
  checkCall(downloadFile.id, options, verifyShape);
  const { data, response } = await openFile(client, downloadFile, ref, options);
  return { data: new FileDownload(data), response };
}
