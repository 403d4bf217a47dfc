import { Hono, type Context } from 'hono';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults/faults.ts';
import { applyFault } from '../faults/apply-fault.ts';
import { maskHeaders, readQuery, type Ledger, type OpenRecord } from '../requests/ledger.ts';
import type { RecordedPart } from '../requests/details.ts';
import type { Vendor } from '../vendor.ts';
import { Refusal, type Reply } from './answer.ts';
import { deliverToFetch, deliverToSocket } from './deliver.ts';
import type { Connection, Exchange, Handler } from './exchange.ts';

/** What a vendor's app needs of the sandbox around it. */
export interface AppContext {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** Aborts when the sandbox closes: ends answers that would never come. */
  readonly closing: AbortSignal;
}

/** A request, and what its handler said is in the archive that it answers with. */
interface Opened {
  readonly exchange: Exchange;
  readonly archived: () => readonly RecordedPart[] | undefined;
}

type Env = { Bindings: Partial<Connection> };

/** Headers that carry secrets whatever the vendor. */
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie'];

/** The HTTP face of one vendor: every request passes ledger, faults and handler here, in this order. */
export function createVendorApp(vendor: Vendor, context: AppContext): Hono<Env> {
  const app = new Hono<Env>();
  const secret = new Set([...SECRET_HEADERS, ...vendor.secretHeaders]);

  const serve = async (
    c: Context<Env>,
    operation: string | undefined,
    handler: Handler,
  ): Promise<Response> => {
    const { exchange, archived } = openExchange(c, operation);
    const fault = context.faults.draw(vendor.name, operation);
    if (fault !== undefined) exchange.record.fault = fault.kind;
    const run = (): Promise<Reply> => runHandler(vendor, handler, exchange);
    const reply =
      fault === undefined
        ? await run()
        : await applyFault(fault, { run, vendor, clock: context.clock, signal: exchange.signal });
    const connection = connectionOf(c);
    if (reply.kind === 'answer')
      context.ledger.details.answer(exchange.record.number, reply.answer, archived());
    settle(exchange.record, reply, connection?.outgoing.destroyed ?? c.req.raw.signal.aborted);
    return connection === undefined
      ? deliverToFetch(reply, exchange.signal)
      : deliverToSocket(reply, connection);
  };

  const openExchange = (c: Context<Env>, operation: string | undefined): Opened => {
    const url = new URL(c.req.url);
    const connection = connectionOf(c);
    const query = readQuery(url.searchParams);
    const record = context.ledger.open({
      vendor: vendor.name,
      ...(operation !== undefined && { operation }),
      method: c.req.raw.method,
      path: url.pathname,
      query,
      // Node.js has parsed the headers already; a `Headers` object made of them would cost more than the rest of this.
      headers: maskHeaders(connection?.incoming.headers ?? Object.fromEntries(c.req.raw.headers), secret),
      at: context.clock.now(),
    });
    const { details } = context.ledger;
    let parts: readonly RecordedPart[] | undefined;
    const type = c.req.raw.headers.get('content-type') ?? '';
    const exchange: Exchange = {
      method: c.req.raw.method,
      headers: c.req.raw.headers,
      origin: url.origin,
      source: connection?.incoming.socket.remoteAddress ?? '',
      query,
      param: (name) => c.req.param(name) ?? '',
      get signal() {
        return connection === undefined
          ? AbortSignal.any([c.req.raw.signal, context.closing])
          : c.req.raw.signal;
      },
      // A reader that stops early must still be able to answer: leaving the loop may not destroy the connection.
      body: () =>
        details.tap(
          record.number,
          type,
          connection?.incoming.iterator({ destroyOnReturn: false }) ?? c.req.raw.body ?? noBody(),
        ),
      list: (what, listed) => {
        if (what === 'answer') parts = listed;
        else details.parts(record.number, listed);
      },
      record,
    };
    return { exchange, archived: () => parts };
  };

  const settle = (record: OpenRecord, reply: Reply, gone: boolean): void => {
    record.durationMs = context.clock.now() - record.at;
    if (reply.kind === 'answer' && !gone) record.status = reply.answer.status;
    const whole = reply.kind === 'answer' && reply.answer.ending === undefined;
    record.outcome = gone ? 'aborted' : whole ? 'answered' : 'broken';
    context.ledger.settle(record);
  };

  const methods = Map.groupBy(vendor.routes, ({ path }) => path);
  const wrongMethod = (path: string): Handler => {
    const allowed = (methods.get(path) ?? []).map(({ method }) => method);
    return () => vendor.wrongMethod(allowed);
  };
  for (const { id, method, path, handler } of vendor.routes) {
    app.on(method, path, (c) =>
      // Hono serves HEAD through GET handlers; here a HEAD that takes events out of a queue would be a trap.
      c.req.raw.method === method ? serve(c, id, handler) : serve(c, undefined, wrongMethod(path)),
    );
  }
  for (const path of methods.keys()) app.all(path, (c) => serve(c, undefined, wrongMethod(path)));
  app.notFound((c) => serve(c, undefined, () => vendor.unknownRoute()));
  return app;
}

async function runHandler(vendor: Vendor, handler: Handler, exchange: Exchange): Promise<Reply> {
  try {
    return { kind: 'answer', answer: await handler(exchange) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'answer', answer: error.answer };
    if (!exchange.signal.aborted) process.emitWarning(error instanceof Error ? error : String(error));
    return { kind: 'answer', answer: vendor.failure(500) };
  }
}

function connectionOf(c: Context<Env>): Connection | undefined {
  const { incoming, outgoing } = c.env ?? {};
  return incoming === undefined || outgoing === undefined ? undefined : { incoming, outgoing };
}

async function* noBody(): AsyncGenerator<Uint8Array> {}
