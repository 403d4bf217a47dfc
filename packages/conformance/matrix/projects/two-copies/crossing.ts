// What one copy makes is given to the other; `forward` has clients of its own, too.
import { AstralClient, isHttpError } from '@partner-apis/astral';
import { astralSource, forward, type Sink } from '@partner-apis/forward';
import { fetchTransport, isConnectionError, type Logger, type Transport } from '@partner-apis/reestro';

const transport: Transport = fetchTransport();
const logger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const client = new AstralClient({ apiKey: 'key', transport, logger });

export function statusOf(error: unknown): number | string | undefined {
  return isHttpError(error) ? error.status : isConnectionError(error) ? error.reason : undefined;
}

export function handOver(sink: Sink) {
  return forward({ source: astralSource(client), sink });
}
