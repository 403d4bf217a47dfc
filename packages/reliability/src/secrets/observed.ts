import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';

/** Everything that a program may print of an error. */
export function printed(error: unknown): string {
  const all = { depth: Number.POSITIVE_INFINITY, maxStringLength: null, maxArrayLength: null };
  const texts = [inspect(error, { ...all, showHidden: true }), String(error), stringified(error)];
  if (error instanceof Error)
    texts.push(error.message, error.stack ?? '', stringified(Object.getOwnPropertyDescriptors(error)));
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    texts.push(inspect(cause, { ...all, showHidden: true }));
  return texts.join('\n');
}

function stringified(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** Channels on which undici tells what becomes of the requests that are made here. */
const CHANNELS = [
  'undici:request:create',
  'undici:request:error',
  'undici:client:connectError',
  'undici:proxy:connected',
];

/**
 * Hears the process: its warnings, and undici's channels. Of a request its address counts, since its headers are what goes out; of an error what it
 * says, since undici puts the raw bytes of an answer that is no HTTP beside it before anybody else sees them.
 */
export class ProcessEars implements Disposable {
  readonly heard: string[] = [];
  readonly #hear = (message: unknown): void => void this.heard.push(shown(message));
  readonly #warn = (warning: Error): void => void this.heard.push(printed(warning));

  constructor() {
    for (const channel of CHANNELS) subscribe(channel, this.#hear);
    process.on('warning', this.#warn);
  }

  /** What was heard since the last time. */
  take(): string {
    return this.heard.splice(0).join('\n');
  }

  [Symbol.dispose](): void {
    for (const channel of CHANNELS) unsubscribe(channel, this.#hear);
    process.off('warning', this.#warn);
  }
}

function shown(message: unknown): string {
  if (typeof message !== 'object' || message === null) return '';
  const { error, request, connectParams } = message as Readonly<Record<string, unknown>>;
  const address = Object(request) as Readonly<Record<string, unknown>>;
  return [
    error instanceof Error ? `${error.message} ${error.stack}` : '',
    inspect([address['origin'], address['path'], connectParams], { depth: 5 }),
  ].join('\n');
}
