import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import { readJson } from '../json-body.ts';
import { badRequest } from '../problems.ts';
import type { AsnaState } from '../state.ts';
import { validate } from '../validation/validate.ts';

const STOCKS = '/v5/stores/:store/stocks';
const PREORDERS = '/v5/legal_entities/:entity/preorders';

/** Uploads that are processed later, and how far they have come ("Checking deferred processing"). */
export function messageRoutes(state: AsnaState): Route[] {
  const upload = (id: string, method: string, path: string, kind: Upload): Route => ({
    id,
    method,
    path,
    handler: (exchange) => take(state, exchange, kind),
  });
  return [
    {
      id: 'messages.getStatus',
      method: 'GET',
      path: '/v5/messages/:message/status',
      handler: (exchange) => status(state, exchange),
    },
    upload('stocks.replace', 'POST', STOCKS, { schema: 'stocks', event: 'stocks_full', owner: 'store' }),
    upload('stocks.update', 'PUT', STOCKS, { schema: 'stocks', event: 'stocks_updates', owner: 'store' }),
    upload('preorders.replace', 'POST', PREORDERS, {
      schema: 'preorders',
      event: 'preorders_full',
      owner: 'entity',
    }),
    upload('preorders.update', 'PUT', PREORDERS, {
      schema: 'preorders',
      event: 'preorders_updates',
      owner: 'entity',
    }),
  ];
}

interface Upload {
  readonly schema: string;
  /** Event that is raised when it was processed. */
  readonly event: string;
  /** Part of the path whose GUID the event is about. */
  readonly owner: string;
}

function status(state: AsnaState, exchange: Exchange): Answer {
  state.authorize(exchange);
  const found = state.messages.status(state.readGuid(exchange, 'message'));
  const early = !state.settings.knownAtOnce && (found?.statusId === 0 || found?.statusId === 1);
  return found === undefined || early ? { status: 204, headers: {}, body: null } : jsonAnswer(200, found);
}

async function take(state: AsnaState, exchange: Exchange, upload: Upload): Promise<Answer> {
  state.authorize(exchange, upload.schema === 'stocks' ? 'stocks.edit' : undefined);
  const clientId = state.readGuid(exchange, upload.owner);
  const document = await readJson(exchange);
  const errors = validate(upload.schema, document) ?? [];
  if (errors.length > 0)
    return badRequest('Please correct the specified validation errors and try again', errors);
  const messageId = state.messages.accept(state.settings, {
    event: upload.event,
    clientId,
    rows: rowsOf(document.value, upload.schema),
  });
  return { status: 202, headers: location(state, exchange, messageId), body: null };
}

/** The rows of an upload that are objects. */
function rowsOf(body: unknown, schema: string): Record<string, unknown>[] {
  const rows: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, schema) : undefined;
  return Array.isArray(rows)
    ? rows.filter((row): row is Record<string, unknown> => typeof row === 'object' && row !== null)
    : [];
}

function location({ settings }: AsnaState, exchange: Exchange, messageId: string): Record<string, string> {
  const path = `/v5/messages/${messageId}/status`;
  switch (settings.location) {
    case 'absolute':
      return { location: exchange.origin + path };
    case 'relative':
      return { location: path };
    case 'foreign':
      return { location: `https://elsewhere.example${path}` };
    case 'missing':
      return {};
  }
}
