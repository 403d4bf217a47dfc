import type { Secret } from '@partner-apis/core';
import { type AuthStrategy, secretSource, type Token } from '@partner-apis/core/vendor';
import { type SharedToken, sharedToken } from './shared-token.ts';
import { requestToken } from './request-token.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

const PREFIX = 'Bearer ';

/**
 * Bearer tokens by OAuth 2.0 client credentials, shared by every client of this process with the same credential. A supplier of the
 * secret is asked whenever a token is needed, not for each call.
 */
export function clientCredentials(endpoint: TokenEndpoint, clientSecret: Secret): AuthStrategy {
  const source = secretSource(clientSecret, 'auth.clientSecret', 'form');
  // The last two: answers to requests under way when the secret changed may still name the older token.
  let tokens: readonly SharedToken[] = [];
  let fetch: () => Promise<Token> = () => Promise.reject(new Error('no secret is known yet'));

  const latest = async (): Promise<SharedToken> => {
    const secret = await source.get();
    const token = sharedToken(endpoint.clock, endpoint.url, endpoint.clientId, secret);
    if (tokens[0] !== token) tokens = [token, ...tokens.slice(0, 1)];
    fetch = () => requestToken(endpoint, secret);
    return token;
  };

  return {
    name: 'client credentials',
    async authorize(headers, signal) {
      const [current] = tokens;
      const token = current?.fresh === true ? current : await latest();
      headers['authorization'] = PREFIX + (await token.get(fetch, signal));
    },
    async onRejected(sent, signal) {
      const rejected = sent['authorization']?.slice(PREFIX.length) ?? '';
      // The secret may have been changed, and the token withdrawn for it.
      const token = await latest();
      return (await token.replace(rejected, fetch, signal)) ? 'retry' : 'stop';
    },
    secrets: () => [...source.seen(), ...tokens.flatMap((token) => token.seen())],
  };
}
