import { type Answer, defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { isSuccess, problemOf } from '../api/profile.ts';
import { membersOf } from '../api/members.ts';

/** See {@link WebhookKey}. */
export const keyAnswer = z.lazy(() =>
  z.looseObject({ secret: z.string().check(z.minLength(1, 'must not be empty')) }),
);

/** The key with which ASNA signs webhooks. */
export interface WebhookKey {
  /** Key of the signatures: its UTF-8 bytes. */
  secret: string;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** GET /v5/keys/webhooks. */
export const getWebhookKey = defineOperation({
  id: 'webhooks.getKey',
  summary: 'Read the key with which webhooks are signed',
  source: 'ASNA REST API manual, "Other capabilities", getting the key',
  evidence: 'manual',
  method: 'GET',
  path: '/v5/keys/webhooks',
  safety: 'read',
  response: keyAnswer,
  absorb: withoutKey,
});

/** An answer of another shape may hold the key under another name or as text: an error about it must not show it. */
function withoutKey({ status, body }: Answer): { value: WebhookKey } | undefined {
  if (!isSuccess(status) || body === undefined || problemOf(body)?.isError === true) return undefined;
  if (keyAnswer.safeParse(body).success) return undefined;
  const shape: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(membersOf(body))) shape[name] = `(${typeof value})`;
  // An empty secret is none: the schema that looks at this next refuses it.
  return { value: { ...shape, secret: '' } };
}
