import { inspect } from 'node:util';
import {
  type Attributes,
  metrics,
  type Meter,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { openTelemetryHooks } from '@partner-apis/astral';
import { printed } from './observed.ts';
import type { Stage } from './stage.ts';
import { spellings, tricks } from './tricks.ts';

/** Writes down all that OpenTelemetry is told. */
function listening(): string[] {
  const told: string[] = [];
  const tell = (...what: unknown[]): void => void told.push(inspect(what, { depth: 8 }));
  const span = (name: string, options: SpanOptions = {}): Span => {
    tell(name, options);
    const self = {
      setAttribute: tell,
      setAttributes: (more: Attributes) => tell(more),
      setStatus: tell,
      recordException: (error: unknown) => tell(printed(error)),
      addEvent: tell,
      updateName: tell,
      end: tell,
    };
    return self as unknown as Span;
  };
  const tracer = {
    startSpan: span,
    startActiveSpan: (name: string, options: SpanOptions, run: (span: Span) => unknown) =>
      run(span(name, options)),
  } as unknown as Tracer;
  const instrument = (name: string) => ({
    add: (value: number, attributes: Attributes) => tell(name, value, attributes),
    record: (value: number, attributes: Attributes) => tell(name, value, attributes),
  });
  const meter = { createHistogram: instrument, createCounter: instrument } as unknown as Meter;
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  metrics.setGlobalMeterProvider({ getMeter: () => meter });
  return told;
}

/** A consumer with every observer there is, whose polls fail in every way; what its observers were told. */
export async function consumerSpans(
  { troupes, server, log }: Stage,
  most: number,
): Promise<{ polls: number; text: string }> {
  const astral = troupes[0]?.clients.astral;
  if (astral === undefined) throw new Error('There is a client.');
  const told = listening();
  const hooks = await openTelemetryHooks();
  let polls = 0;
  log.lines.length = 0;
  for (const trick of tricks) {
    for (let n = 0; n < most / 10; n += 1) {
      const [spelling = 'plain'] = Object.keys(spellings).slice(n % Object.keys(spellings).length);
      server.plan = { trick, spelling, status: n % 2 === 0 ? 503 : 401, offset: 80 };
      const failed = Promise.withResolvers<void>();
      const consumer = astral
        .consumer({
          hooks: {
            ...hooks,
            poll(report) {
              hooks.poll?.(report);
              told.push(printed(report.error));
              failed.resolve();
            },
          },
        })
        .on('tried', () => undefined);
      const running = consumer.run().catch((error: unknown) => {
        told.push(printed(error));
        failed.resolve();
      });
      await failed.promise;
      told.push(inspect(consumer.health(), { depth: 8 }), inspect(consumer, { depth: 8, showHidden: true }));
      await consumer.stop();
      await running;
      polls += 1;
    }
  }
  server.plan = undefined;
  trace.disable();
  metrics.disable();
  return { polls, text: [...told, JSON.stringify(log.lines)].join('\n') };
}
