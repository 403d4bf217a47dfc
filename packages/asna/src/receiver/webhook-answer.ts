/** An answer to a webhook, to be sent as it is. */
export interface WebhookResponse {
  /** HTTP status. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text for people who look at the sender's logs. */
  readonly body: string;
}

/** After how many seconds a sender may try again. */
const RETRY_AFTER = { 'retry-after': '5' };

const answers = {
  handled: [200, 'ok'],
  duplicate: [200, 'ok, this one is known already'],
  payload: [400, 'the body is no event'],
  signature: [401, 'X-Signature is missing or wrong'],
  path: [404, 'there are no webhooks here'],
  method: [405, 'webhooks come by POST', { allow: 'POST' }],
  slow: [408, 'the body took too long', { connection: 'close' }],
  large: [413, 'the body is too large'],
  failed: [500, 'the event could not be handled, send it again'],
  late: [503, 'the event is still being handled, send it again later', RETRY_AFTER],
  later: [503, 'not now, send it again later', RETRY_AFTER],
  busy: [503, 'the same event is being handled, send it again later', RETRY_AFTER],
  stopping: [503, 'the receiver is stopping, send it again later', RETRY_AFTER],
} as const satisfies Record<string, readonly [number, string, Readonly<Record<string, string>>?]>;

/** Names of the answers there are. They tell a sender what to do, and an attacker nothing. */
export type AnswerName = keyof typeof answers;

/** The answer of that name. */
export function webhookAnswer(name: AnswerName): WebhookResponse {
  const [status, text, headers] = answers[name];
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: `${text}\n` };
}
