import { defineOperation, TRANSFER_TIMEOUTS } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { id } from '../wire/input.ts';

/** GET /realty/drive/v2/contents/{contentId}. */
export const downloadContent = defineOperation({
  id: 'contents.download',
  summary: 'Download a stored file',
  source: 'Programs of others; version 1 of the documentation has GET /contents/{contentId}',
  evidence: 'third-party',
  method: 'GET',
  path: '/realty/drive/v2/contents/{contentId}',
  safety: 'read',
  lane: 'transfer',
  params: z.lazy(() => z.strictObject({ contentId: id() })),
  response: 'stream',
  timeouts: () => TRANSFER_TIMEOUTS,
});

/** The same, to be written to a disk. */
export const saveContent = defineOperation({
  ...downloadContent,
  id: 'contents.save',
  summary: 'Download a stored file to a path',
});
