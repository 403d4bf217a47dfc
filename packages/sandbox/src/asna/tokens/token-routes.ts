import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import { readBody } from '../../http/read-body.ts';
import type { Route } from '../../vendor.ts';
import type { AsnaState } from '../state.ts';

const FORM_BYTES = 16 << 10;

/** The token endpoint. The manual leaves it to OAuth 2.0 (RFC 6749, sections 4.4 and 5). */
export function tokenRoutes(state: AsnaState): Route[] {
  return [
    {
      id: 'auth.token',
      method: 'POST',
      path: '/connect/token',
      handler: (exchange) => issue(state, exchange),
    },
  ];
}

async function issue(state: AsnaState, exchange: Exchange): Promise<Answer> {
  state.countRequest(exchange);
  const form = await readForm(exchange);
  if (form === undefined) return refusal('invalid_request');
  if (form.get('grant_type') !== 'client_credentials') return refusal('unsupported_grant_type');
  const client = state.clients.withSecret(form.get('client_id') ?? '', form.get('client_secret') ?? '');
  if (client === undefined) return refusal('invalid_client');
  const seconds = state.settings.tokenSeconds;
  exchange.record.participant = client.clientId;
  return jsonAnswer(
    200,
    { access_token: state.tokens.issue(client, seconds), expires_in: seconds, token_type: 'Bearer' },
    { 'cache-control': 'no-store', pragma: 'no-cache' },
  );
}

async function readForm(exchange: Exchange): Promise<URLSearchParams | undefined> {
  const type = exchange.headers.get('content-type') ?? '';
  const body = await readBody(exchange, FORM_BYTES);
  if (body === undefined || !/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return undefined;
  return new URLSearchParams(body.toString('utf8'));
}

function refusal(error: string): Answer {
  return jsonAnswer(400, { error }, { 'cache-control': 'no-store' });
}
