import { consumerLoop } from '../../../src/consumer/loading.ts';
import { AstralClient, type Consumer, type ConsumerOptions, type Logger } from '@partner-apis/astral';
import { onTestFinished } from 'vitest';
import { VirtualPlatform } from './virtual-platform.ts';
import { VirtualClock } from '@partner-apis/test-kit';

// A consumer loads it when it first runs; here, before time is moved.
await consumerLoop();

/** A client on virtual time, and the platform it talks to. */
export interface Scene {
  readonly clock: VirtualClock;
  readonly platform: VirtualPlatform;
  readonly astral: AstralClient;
  /** What was logged, as `level: message`. */
  readonly log: string[];
  /** Makes a consumer that is stopped after the test. */
  consumer(options?: ConsumerOptions): Consumer;
  /** Stops a consumer, moving time on as far as that takes. */
  stop(consumer: Consumer, limits?: Parameters<Consumer['stop']>[0]): ReturnType<Consumer['stop']>;
}

/** Sets a scene. `random` gives 0.5 unless told otherwise. */
export function scene(options: { random?: () => number } = {}): Scene {
  const clock = new VirtualClock(1_000_000);
  const platform = new VirtualPlatform(clock);
  const log: string[] = [];
  const at =
    (level: string) =>
    (_: object, message: string): void => {
      log.push(`${level}: ${message}`);
    };
  const logger: Logger = { debug: () => {}, info: at('info'), warn: at('warn'), error: at('error') };
  const astral = new AstralClient({
    apiKey: 'test-key',
    transport: platform.connect(),
    clock,
    random: options.random ?? (() => 0.5),
    logger,
    // Neither may ever apply to the consumer's own requests.
    timeouts: { headersMs: 1_000, attemptMs: 1_000, deadlineMs: 1_000 },
    retry: { retries: 5 },
  });
  const stop: Scene['stop'] = async (consumer, limits) => {
    let result: Awaited<ReturnType<Consumer['stop']>> | undefined;
    void consumer.stop(limits).then((value) => (result = value));
    await clock.until(() => result !== undefined, 60_000);
    if (result === undefined) throw new Error('stop() did not settle.');
    return result;
  };
  return {
    clock,
    platform,
    astral,
    log,
    stop,
    consumer(consumerOptions) {
      const consumer = astral.consumer(consumerOptions);
      onTestFinished(async () => void (await stop(consumer, { drainMs: 0, graceMs: 0, flushMs: 0 })));
      return consumer;
    },
  };
}
