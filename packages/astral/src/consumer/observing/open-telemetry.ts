import { ConfigurationError } from '@partner-apis/core/user';
import { isErrorLike } from '@partner-apis/core/vendor';
import type * as OpenTelemetry from '@opentelemetry/api';
import type { ConsumerHooks, RequestReport } from './signals.ts';

/**
 * Everything that the consumer tells OpenTelemetry, by its semantic conventions for messaging
 * (https://opentelemetry.io/docs/specs/semconv/messaging/).
 */
const SYSTEM = { 'messaging.system': 'astral', 'messaging.destination.name': 'events' };

const OPERATIONS = {
  poll: { 'messaging.operation.type': 'receive', 'messaging.operation.name': 'poll' },
  sweep: { 'messaging.operation.type': 'receive', 'messaging.operation.name': 'sweep' },
  process: { 'messaging.operation.type': 'process', 'messaging.operation.name': 'process' },
  confirm: { 'messaging.operation.type': 'settle', 'messaging.operation.name': 'confirm' },
} as const;

/**
 * Hooks that make spans and metrics: a span around each run of a handler, active while it runs, so that what the handler does hangs under
 * it; one for each poll, sweep and confirmation; and the metrics `messaging.client.operation.duration`, `messaging.client.consumed.messages` and
 * `messaging.process.duration`, the durations in seconds. Needs `@opentelemetry/api`, and a set-up of its SDK by the program.
 *
 * @example
 * ```ts
 * const consumer = astral.consumer({ hooks: await openTelemetryHooks() });
 * ```
 * @throws ConfigurationError when `@opentelemetry/api` is not installed.
 */
export async function openTelemetryHooks(): Promise<ConsumerHooks> {
  const { metrics, SpanKind, SpanStatusCode, trace } = await load();
  const name = '@partner-apis/astral';
  const tracer = trace.getTracer(name);
  const meter = metrics.getMeter(name);
  const inSeconds = (what: string) => meter.createHistogram(what, { unit: 's' });
  const operationTime = inSeconds('messaging.client.operation.duration');
  const processTime = inSeconds('messaging.process.duration');
  const consumed = meter.createCounter('messaging.client.consumed.messages', { unit: '{message}' });

  const received =
    (operation: 'poll' | 'sweep') =>
    (report: RequestReport): void => {
      const attributes = { ...SYSTEM, ...OPERATIONS[operation], ...failure(report.error) };
      const endTime = Date.now();
      const span = tracer.startSpan(`${operation} events`, {
        kind: SpanKind.CLIENT,
        startTime: endTime - report.durationMs,
        attributes: { ...attributes, 'messaging.batch.message_count': report.events },
      });
      if (report.outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endTime);
      operationTime.record(report.durationMs / 1_000, attributes);
      if (report.accepted > 0) consumed.add(report.accepted, attributes);
    };

  return {
    poll: received('poll'),
    sweep: received('sweep'),
    confirmed: ({ eventIds }) => {
      const span = tracer.startSpan('confirm events', {
        kind: SpanKind.CLIENT,
        attributes: {
          ...SYSTEM,
          ...OPERATIONS.confirm,
          'messaging.batch.message_count': eventIds.length,
        },
      });
      span.end();
    },
    around: ({ eventId, code, attempt }, next) => {
      const attributes = { ...SYSTEM, ...OPERATIONS.process };
      const own = {
        'messaging.message.id': eventId,
        'astral.event.code': code,
        'astral.event.attempt': attempt,
      };
      const startedAt = performance.now();
      return tracer.startActiveSpan(
        'process events',
        { kind: SpanKind.CONSUMER, attributes: { ...attributes, ...own } },
        async (span) => {
          let failed = {};
          try {
            await next();
          } catch (error) {
            failed = failure(error);
            span.setAttributes(failed);
            span.setStatus({ code: SpanStatusCode.ERROR });
            throw error;
          } finally {
            span.end();
            processTime.record((performance.now() - startedAt) / 1_000, { ...attributes, ...failed });
          }
        },
      );
    },
  };
}

/** Of an error only its kind: a message may hold data. */
function failure(error: unknown): Readonly<Record<string, string>> {
  if (error === undefined) return {};
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
      {
        cause,
        hint: 'Run npm install @opentelemetry/api.',
      },
    );
  }
}
