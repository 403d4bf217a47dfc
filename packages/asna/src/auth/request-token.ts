import { defaultTransport, Redactor, type Token } from '@partner-apis/core/vendor';
import {
  clientCredentialsGrantRequest,
  ClientSecretPost,
  customFetch,
  processClientCredentialsResponse,
} from 'oauth4webapi';
import type { TokenEndpoint } from './token-endpoint.ts';
import { conformingResponse, exchangeForm, type TokenAnswer } from './token-exchange.ts';
import { tokenFailure, TokenTimeout, UnusableToken } from './token-failure.ts';
import { renewAt } from './token-lifetime.ts';

/**
 * Gets a token by the client credentials grant: a form with id and secret, no scope.
 *
 * @throws CredentialFailed, which makes a TokenError for each call that waited; the secret is in none of them.
 */
export async function requestToken(endpoint: TokenEndpoint, secret: string): Promise<Token> {
  const { url, clientId, clock, timeoutMs } = endpoint;
  // The library takes https: only. What is sent goes to the address that the user gave; the client warns where that is not private.
  const server = { issuer: new URL(url).origin, token_endpoint: url.replace(/^http:/, 'https:') };
  const client = { client_id: clientId };
  const askedAt = clock.now();
  const deadline = new AbortController();
  const cancel = clock.schedule(timeoutMs, () => deadline.abort(new TokenTimeout()));
  const transport = endpoint.transport ?? defaultTransport({ connections: 1 });
  const seen: { answer?: TokenAnswer } = {};
  try {
    const response = await clientCredentialsGrantRequest(
      server,
      client,
      ClientSecretPost(secret),
      {},
      {
        [customFetch]: async (_, { body }) => {
          const limits = { signal: deadline.signal, ms: timeoutMs };
          seen.answer = await exchangeForm(transport, url, String(body), limits);
          return conformingResponse(seen.answer);
        },
      },
    );
    const { access_token: value, expires_in: expiresIn } = await processClientCredentialsResponse(
      server,
      client,
      response,
    );
    if (!/^[\x21-\x7e]+$/.test(value)) throw new UnusableToken();
    const date = seen.answer?.headers['date'];
    return { value, renewAt: renewAt({ accessToken: value, expiresIn, date, askedAt }) };
  } catch (raw) {
    throw tokenFailure(endpoint, seen.answer, raw, new Redactor(() => [secret]));
  } finally {
    cancel();
    if (endpoint.transport === undefined) await transport.close();
  }
}
