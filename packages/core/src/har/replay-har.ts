import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isErrorLike } from '../errors/error-like.ts';
import {
  type Transport,
  type TransportBody,
  TransportFailure,
  type TransportRequest,
} from '../transport/transport.ts';
import { HEAD } from './har-types.ts';
import { asSent, type Asked, keyOf, nearestTo, type Recorded, recordedOf } from './match.ts';
import { Copy } from './recorded-body.ts';
import { Scrubber } from './scrubber.ts';

/** Options of {@link replayHar}. */
export interface ReplayHarOptions {
  /**
   * `true`, the default: an exchange answers a request with the same method, path, query and body. `false`: ids (GUIDs, 32 hexadecimal digits)
   * and dates may differ; what is the same but for them answers in the order of the recording.
   */
  readonly strict?: boolean;
}

/**
 * A transport that answers from a recording of `recordHar`, and sends nothing. Each exchange answers once, in the order of the recording.
 * Hosts are not compared, so that a recording made from a vendor serves a client with any `baseUrl`. Where nothing fits, the call fails
 * with a ConnectionError, reason `NOT_RECORDED`, that names the nearest exchange.
 *
 * @throws ConfigurationError for a file that cannot be read, or is no recording.
 */
export function replayHar(path: string, { strict = true }: ReplayHarOptions = {}): Transport {
  const exchanges = read(path).map((entry) => recordedOf(entry, strict));
  const scrubber = new Scrubber();
  const used = new Set<Recorded>();

  return {
    name: 'replay',
    scrubWith: (scrub) => scrubber.knows(scrub),
    async send(request) {
      if (request.signal.aborted) throw request.signal.reason;
      const asked = asSent(request, await bodyOf(request), scrubber);
      const key = keyOf(asked, strict);
      const found = exchanges.find((exchange) => !used.has(exchange) && exchange.key === key);
      if (found === undefined) throw notRecorded(asked, exchanges, used, key);
      used.add(found);
      const { status, headers, error, neverSent, answer } = found;
      if (status === 0) throw new TransportFailure(error ?? 'TRANSPORT_FAILED', { neverSent });
      return { status, headers, body: replayed(answer, error) };
    },
    async close() {
      // There is nothing to end.
    },
  };
}

async function bodyOf({ body }: TransportRequest): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const copy = new Copy(Number.POSITIVE_INFINITY);
  for await (const chunk of body.open()) copy.add(chunk);
  return copy.whole ?? new Uint8Array();
}

function read(path: string): unknown[] {
  let har: unknown;
  try {
    har = parsed(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = isErrorLike(error) ? error.message : String(error);
    throw new ConfigurationError(`replayHar: the recording cannot be read: ${why}.`, { cause: error });
  }
  const log: unknown = typeof har === 'object' && har !== null ? Reflect.get(har, 'log') : undefined;
  const entries: unknown = typeof log === 'object' && log !== null ? Reflect.get(log, 'entries') : undefined;
  if (!Array.isArray(entries))
    throw new ConfigurationError(`replayHar: ${path} is no HAR file: it has no log.entries.`);
  return entries;
}

/** A recording, without its last exchange where that was cut off by a kill: each is one line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!text.startsWith(HEAD)) throw error;
    const entries: unknown[] = [];
    for (const line of text.slice(HEAD.length).split('\n')) {
      const entry = parsedLine(line.replace(/^,/, ''));
      if (entry === undefined) break;
      entries.push(entry);
    }
    return { log: { entries } };
  }
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function notRecorded(
  asked: Asked,
  exchanges: readonly Recorded[],
  used: ReadonlySet<Recorded>,
  key: string,
): TransportFailure {
  const same = exchanges.some((exchange) => exchange.key === key);
  const nearest = same ? undefined : nearestTo(asked, exchanges);
  const why = same
    ? `the recording has ${asked.method} ${asked.path}, but each of its answers was given already`
    : `the recording has no ${asked.method} ${asked.path} with this query and body${
        nearest === undefined
          ? ''
          : `; the nearest is ${nearest.title}${used.has(nearest) ? ', which was given already' : ''}`
      }`;
  return new TransportFailure('NOT_RECORDED', { neverSent: true, cause: new Error(`${why}.`) });
}

function replayed(bytes: Buffer | undefined, error: string | undefined): TransportBody {
  const fail = (): never => {
    throw error === undefined
      ? new TransportFailure('NOT_RECORDED', {
          cause: new Error(
            'the recording has this exchange without the body of its answer: raise maxBodyBytes of recordHar.',
          ),
        })
      : new TransportFailure(error);
  };
  return {
    async read(limit) {
      if (bytes === undefined || error !== undefined) return fail();
      return { bytes: bytes.subarray(0, limit), truncated: bytes.length > limit };
    },
    async *stream() {
      if (bytes === undefined) fail();
      // Bytes of its own: whoever reads them may do with them what he likes.
      else yield new Uint8Array(bytes);
      if (error !== undefined) fail();
    },
    discard() {
      // Nothing is held.
    },
  };
}
