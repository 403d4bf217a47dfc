import type * as OpenTelemetry from '@opentelemetry/api';
import { ConfigurationError } from '@partner-apis/core';
import { isErrorLike } from '@partner-apis/core/vendor';
import type { ForwarderHooks } from './signals.ts';

/**
 * Hooks that make a span around each put, by the semantic conventions for messaging, and carry its context into the engine with every item:
 * a worker goes on with `propagation.extract(context.active(), item.headers)`. Also the metrics `messaging.client.operation.duration`, in
 * seconds, and `messaging.client.sent.messages`. Needs `@opentelemetry/api`, and a set-up of its SDK by the program.
 *
 * @throws ConfigurationError when `@opentelemetry/api` is not installed.
 */
export async function openTelemetryHooks(): Promise<ForwarderHooks> {
  const { context, metrics, propagation, SpanKind, SpanStatusCode, trace } = await load();
  const name = '@partner-apis/forward';
  const tracer = trace.getTracer(name);
  const meter = metrics.getMeter(name);
  const duration = meter.createHistogram('messaging.client.operation.duration', { unit: 's' });
  const sent = meter.createCounter('messaging.client.sent.messages', { unit: '{message}' });
  return {
    around({ engine, source, ids }, next) {
      const attributes = {
        'messaging.system': engine,
        'messaging.operation.type': 'send',
        'messaging.operation.name': 'put',
      };
      const own = { 'messaging.batch.message_count': ids.length, 'forward.source': source };
      const startedAt = performance.now();
      const options = { kind: SpanKind.PRODUCER, attributes: { ...attributes, ...own } };
      return tracer.startActiveSpan('put events', options, async (span) => {
        const headers: Record<string, string> = {};
        propagation.inject(context.active(), headers);
        let failed = {};
        try {
          await next(headers);
          sent.add(ids.length, attributes);
        } catch (error) {
          failed = failure(error);
          span.setAttributes(failed);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
          duration.record((performance.now() - startedAt) / 1_000, { ...attributes, ...failed });
        }
      });
    },
  };
}

/** Of an error only its kind: a message may hold data. */
function failure(error: unknown): Readonly<Record<string, string>> {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return { 'error.type': code };
  return { 'error.type': isErrorLike(error) ? error.name : '_OTHER' };
}

async function load(): Promise<typeof OpenTelemetry> {
  try {
    return await import('@opentelemetry/api');
  } catch (cause) {
    throw new ConfigurationError(
      'openTelemetryHooks() needs the package @opentelemetry/api, which is not installed.',
      { cause, hint: 'Run npm install @opentelemetry/api.' },
    );
  }
}
