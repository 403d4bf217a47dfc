import { type Call, nameOf } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import { callError } from '../failure/call-error.ts';
import type { StreamedBody } from '../operation/streamed-body.ts';
import { contentCodings, contentLength } from '../transport/framing.ts';
import type { TransportResponse } from '../transport/transport.ts';

/** Hands out the body of a call, which stays under way, time limits included, until the body has ended. */
export function streamBody(call: Call, response: TransportResponse): StreamedBody {
  const { scope } = call;
  const { lifecycle } = call.runtime;
  const { signal } = scope;
  let reading = false;
  let ended = false;

  const end = (): void => {
    if (ended) return;
    ended = true;
    signal.removeEventListener('abort', discardUnread);
    scope.end();
    lifecycle.remove(handed);
  };
  // Frees the connection of a body that nobody has begun to read; whoever reads it later gets the reason.
  const discardUnread = (): void => {
    if (reading || ended) return;
    response.body.discard();
    end();
  };
  const handed = {
    get reading() {
      return reading;
    },
    discard: discardUnread,
  };
  lifecycle.add(handed);
  signal.addEventListener('abort', discardUnread);
  if (signal.aborted) discardUnread();

  return {
    status: response.status,
    headers: response.headers,
    // A body that is decoded on the way has another length than the one announced.
    size: contentCodings(response.headers).length === 0 ? contentLength(response.headers) : undefined,
    async *stream(options) {
      if (signal.aborted) throw callError(signal.reason, call);
      if (reading || ended)
        throw new TypeError(
          `${nameOf(call)}: the body of an answer can be read once, before it is discarded.`,
        );
      reading = true;
      let left = false;
      try {
        for await (const chunk of response.body.stream(options)) {
          left = true;
          yield chunk;
          left = false;
        }
      } catch (raw) {
        // A reader who leaves may throw his reason in here, which is no trouble of the connection.
        throw left ? raw : callError(raw, call);
      } finally {
        end();
      }
    },
    discard() {
      if (reading && !ended) scope.abort(new Ended('discard'));
      else discardUnread();
    },
  };
}
