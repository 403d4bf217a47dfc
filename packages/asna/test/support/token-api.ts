import { AsnaClient } from '@partner-apis/asna';
import { onTestFinished } from 'vitest';
import { json, type Respond, text } from '@partner-apis/test-kit';

/** The client secret of {@link clientOf}. */
export const SECRET = 'correct horse & battery=staple';
let count = 0;

/** Answers `/token` with one handler and everything else with the secret of webhooks, or 401 for the tokens named. */
export function api(token: Respond, rejected: readonly string[] = []): Respond {
  let asked = 0;
  return (request, response, number) => {
    if (request.url === '/token') return token(request, response, (asked += 1));
    const bad = rejected.includes(request.headers.authorization?.slice(7) ?? '');
    return (bad ? text('', 401) : json({ secret: 'k' }))(request, response, number);
  };
}

/** Gives a new token each time. */
export const issue =
  (more: object = { expires_in: 3600 }): Respond =>
  (request, response, number) =>
    json({ access_token: `token-${number}`, token_type: 'Bearer', ...more })(request, response, number);

/** A client of a stub that has its token endpoint at `/token`; each has a credential of its own. */
export function clientOf(url: string, more: object = {}, auth: object = {}): AsnaClient {
  const clientId = `client-${(count += 1)}`;
  const asna = new AsnaClient({
    baseUrl: url,
    auth: { clientId, clientSecret: SECRET, tokenUrl: `${url}/token`, ...auth },
    retry: { minDelayMs: 0, maxDelayMs: 0 },
    ...more,
  });
  onTestFinished(() => asna.close());
  return asna;
}

/** How often a token was asked for. */
export function tokenRequests(requests: readonly { url: string }[]): number {
  return requests.filter(({ url }) => url === '/token').length;
}
