import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { guid } from '../api/ids.ts';
import { statusAnswer, withState } from './message-state.ts';

/** GET /v5/messages/{messageId}/status. */
export const getMessageStatus = defineOperation({
  id: 'messages.getStatus',
  summary: 'Read how far the deferred processing of a package has come',
  source: 'ASNA REST API manual, "Other capabilities", checking deferred processing',
  evidence: 'manual',
  method: 'GET',
  path: '/v5/messages/{messageId}/status',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ messageId: guid() })),
  response: statusAnswer,
  absorb: ({ status }) => (status === 204 ? { value: null } : undefined),
  result: withState,
});
