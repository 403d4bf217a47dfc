import { ApiCall } from '@partner-apis/core';
import { FileDownload, type StreamedBody } from '@partner-apis/core/vendor';

/** A call whose answer is a file. */
export function downloading(call: ApiCall<StreamedBody>): ApiCall<FileDownload> {
  return new ApiCall(
    call.withResponse().then(({ data, response }) => ({ data: new FileDownload(data), response })),
  );
}
