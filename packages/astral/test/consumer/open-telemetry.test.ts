import { openTelemetryHooks } from '@partner-apis/astral';
import {
  type Attributes,
  metrics,
  type Meter,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { afterEach, expect, test } from 'vitest';
import { scene } from './support/scene.ts';

interface Ended {
  readonly name: string;
  readonly attributes: Attributes;
  readonly failed: boolean;
}

/** A tracer and a meter that write down what they are told. */
function record(): { spans: Ended[]; points: { name: string; value: number; attributes: Attributes }[] } {
  const spans: Ended[] = [];
  const points: { name: string; value: number; attributes: Attributes }[] = [];
  const span = (name: string, options: SpanOptions = {}): Span => {
    const attributes: Attributes = { ...options.attributes };
    let failed = false;
    const self = {
      setAttributes: (more: Attributes) => Object.assign(attributes, more),
      setStatus: () => void (failed = true),
      end: () => void spans.push({ name, attributes, failed }),
    };
    return self as unknown as Span;
  };
  const tracer = {
    startSpan: span,
    startActiveSpan: (name: string, options: SpanOptions, run: (span: Span) => unknown) =>
      run(span(name, options)),
  } as unknown as Tracer;
  const instrument = (name: string) => {
    const add = (value: number, attributes: Attributes): void =>
      void points.push({ name, value, attributes });
    return { add, record: add };
  };
  const meter = { createHistogram: instrument, createCounter: instrument } as unknown as Meter;
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  metrics.setGlobalMeterProvider({ getMeter: () => meter });
  return { spans, points };
}

afterEach(() => {
  trace.disable();
  metrics.disable();
});

test('spans and metrics follow the semantic conventions for messaging', async () => {
  const { spans, points } = record();
  const { clock, platform, consumer } = scene();
  const one = consumer({ hooks: await openTelemetryHooks(), retry: { retries: 1, minDelayMs: 0 } }).on(
    'a',
    (_, ctx) => {
      if (ctx.attempt === 1) throw new TypeError('secret text');
    },
  );
  void one.run();
  const [id] = platform.publish('a');
  platform.fault('poll', { kind: 'status', status: 503 });
  await clock.advance(5_000);
  const processed = spans.filter(({ name }) => name === 'process events');
  expect(processed).toEqual([
    {
      name: 'process events',
      failed: true,
      attributes: {
        'messaging.system': 'astral',
        'messaging.destination.name': 'events',
        'messaging.operation.type': 'process',
        'messaging.operation.name': 'process',
        'messaging.message.id': id,
        'astral.event.code': 'a',
        'astral.event.attempt': 1,
        'error.type': 'TypeError',
      },
    },
    expect.objectContaining({ failed: false }),
  ]);
  expect(spans.find(({ name, failed }) => name === 'poll events' && failed)).toMatchObject({
    attributes: { 'messaging.operation.type': 'receive', 'error.type': 'SERVER' },
  });
  expect(spans.find(({ name }) => name === 'confirm events')?.attributes).toMatchObject({
    'messaging.operation.type': 'settle',
    'messaging.batch.message_count': 1,
  });
  expect(points.find(({ name }) => name === 'messaging.client.consumed.messages')?.value).toBe(1);
  expect(points.filter(({ name }) => name === 'messaging.process.duration')).toHaveLength(2);
  expect(points.some(({ name }) => name === 'messaging.client.operation.duration')).toBe(true);
  expect(JSON.stringify([spans, points])).not.toContain('secret text');
  expect(platform.confirmed.size).toBe(1);
});
