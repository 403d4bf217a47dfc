import { STATUS_CODES } from 'node:http';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isErrorLike } from '../errors/error-like.ts';
import { type Transport, TransportFailure, type TransportRequest } from '../transport/transport.ts';
import { HarFile } from './har-file.ts';
import type { HarEntry } from './har-types.ts';
import { copied, Copy, observed, written } from './recorded-body.ts';
import { Scrubber } from './scrubber.ts';

/** Options of {@link recordHar}. */
export interface RecordHarOptions {
  /** The file, which is made anew and can be read by its owner only. A link is refused. */
  readonly path: string;
  /** Whether bodies are recorded. Default true. Without them a recording cannot be replayed. */
  readonly bodies?: boolean;
  /** The longest body that is recorded, in bytes. Default 1,048,576. */
  readonly maxBodyBytes?: number;
}

/**
 * A transport that writes down what another one carries, as HAR 1.2, which browsers open in their network panel. Every secret of the clients
 * that use it is taken out before anything touches the disk; what is compressed or encrypted cannot be looked into. The file is whole after
 * each exchange. A process that is killed just as it writes one may leave that one cut off: `replayHar` reads those before it.
 *
 * @example
 * ```ts
 * const transport = recordHar(undiciTransport(), { path: 'exchange.har' });
 * const asna = AsnaClient.fromEnv({ transport });
 * await asna.stores.list();
 * await transport.close();
 * ```
 * @throws ConfigurationError where the file cannot be made.
 */
export function recordHar(transport: Transport, options: RecordHarOptions): Transport {
  const { bodies = true, maxBodyBytes = 1_048_576 } = options;
  const file = open(options.path);
  const scrubber = new Scrubber();
  const limit = bodies ? maxBodyBytes : 0;

  return {
    name: transport.name,
    ...(transport.reportsSending === true && { reportsSending: true }),
    secrets: () => transport.secrets?.() ?? [],
    scrubWith: (scrub) => {
      scrubber.knows(scrub);
      transport.scrubWith?.(scrub);
    },
    async send(request) {
      const started = new Date();
      const begun = performance.now();
      const sent = new Copy(limit);
      const { body } = request;
      // Its credentials are known before anything of its answer is written.
      scrubber.headers(request.headers);
      if (typeof body === 'string') sent.add(Buffer.from(body));
      else if (body instanceof Uint8Array) sent.add(body);
      const observedRequest =
        typeof body === 'object' && !(body instanceof Uint8Array)
          ? { ...request, body: copied(body, sent) }
          : request;
      const write = (response: HarEntry['response'], wait: number): void => {
        const time = performance.now() - begun;
        file.add({
          startedDateTime: started.toISOString(),
          time,
          request: requestOf(request, sent, bodies, scrubber),
          response,
          cache: {},
          timings: { send: 0, wait, receive: Math.max(0, time - wait) },
        });
      };
      try {
        const response = await transport.send(observedRequest);
        const wait = performance.now() - begun;
        const received = new Copy(limit);
        return {
          ...response,
          body: observed(response.body, received, (error) =>
            write(responseOf(response, received, { bodies, error }, scrubber), wait),
          ),
        };
      } catch (error) {
        // What the caller gave up says nothing about the vendor.
        if (!request.signal.aborted) write(unanswered(error, scrubber), performance.now() - begun);
        throw error;
      }
    },
    async close() {
      await transport.close();
      file.close();
    },
  };
}

function open(path: string): HarFile {
  try {
    return new HarFile(path);
  } catch (error) {
    const why = isErrorLike(error) ? error.message : String(error);
    throw new ConfigurationError(`recordHar: the recording cannot be written: ${why}.`, { cause: error });
  }
}

function requestOf(
  { method, url, headers }: TransportRequest,
  sent: Copy,
  bodies: boolean,
  scrubber: Scrubber,
): HarEntry['request'] {
  const pairs = scrubber.headers(headers);
  const clean = new URL(scrubber.text(url));
  const bytes = bodies ? sent.whole : undefined;
  const { text, encoding } =
    bytes === undefined || sent.size === 0
      ? { text: undefined, encoding: undefined }
      : written(bytes, scrubber);
  return {
    method,
    url: clean.href,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs,
    queryString: Array.from(clean.searchParams, ([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: sent.size,
    ...(text !== undefined && {
      postData: {
        mimeType: scrubber.text(headers['content-type'] ?? 'application/octet-stream'),
        text,
        params: [],
        ...(encoding !== undefined && { _encoding: encoding }),
      },
    }),
  };
}

function responseOf(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  received: Copy,
  { bodies, error }: { readonly bodies: boolean; readonly error: unknown },
  scrubber: Scrubber,
): HarEntry['response'] {
  const pairs = scrubber.headers(headers);
  const bytes = bodies ? received.whole : undefined;
  const { text, encoding } =
    bytes === undefined ? { text: undefined, encoding: undefined } : written(bytes, scrubber);
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs,
    content: {
      size: received.size,
      mimeType: scrubber.text(headers['content-type'] ?? 'application/octet-stream'),
      ...(text !== undefined && { text }),
      ...(encoding !== undefined && { encoding }),
      ...(text === undefined && {
        comment: 'The body was longer than maxBodyBytes, was not read to its end, or bodies are off.',
      }),
    },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    ...(text === undefined && { _bodyMissing: true }),
    ...(error !== undefined && { _error: reasonOf(error, scrubber) }),
  };
}

function unanswered(error: unknown, scrubber: Scrubber): HarEntry['response'] {
  return {
    status: 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    _error: reasonOf(error, scrubber),
    ...(error instanceof TransportFailure && error.neverSent && { _neverSent: true }),
  };
}

function reasonOf(error: unknown, scrubber: Scrubber): string {
  return error instanceof TransportFailure ? scrubber.text(error.reason) : 'TRANSPORT_FAILED';
}
