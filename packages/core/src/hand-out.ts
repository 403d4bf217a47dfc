import type { Call } from './call.ts';
import { Ended } from './call-scope.ts';
import { explain } from './explain.ts';
import type { StreamedBody } from './streamed-body.ts';
import { contentLength } from './transport/readable-body.ts';
import type { TransportResponse } from './transport/transport.ts';

/** Hands out the body of a call, which stays under way until the body has ended. */
export function handOut(call: Call, response: TransportResponse): StreamedBody {
  const { lifecycle } = call.runtime;
  let reading = false;
  let ended = false;

  const end = (): void => {
    if (ended) return;
    ended = true;
    call.scope.signal.removeEventListener('abort', discardUnread);
    lifecycle.remove(handed);
    call.scope.end();
  };
  const discard = (): void => {
    if (ended) return;
    if (reading) {
      call.scope.abort(new Ended('close'));
    } else {
      response.body.discard();
      end();
    }
  };
  // An abort must free the connection of a body that nobody has begun to read, and must not be forgotten by who reads it later.
  const discardUnread = (): void => {
    if (reading) return;
    response.body.discard();
    lifecycle.remove(handed);
  };
  const handed = {
    get reading() {
      return reading;
    },
    discard,
  };
  lifecycle.add(handed);
  call.scope.signal.addEventListener('abort', discardUnread);

  return {
    status: response.status,
    headers: response.headers,
    size: contentLength(response.headers),
    async *stream() {
      if (reading || ended) throw new TypeError('The body of an answer can be read once.');
      reading = true;
      try {
        if (call.scope.signal.aborted) throw call.scope.signal.reason;
        yield* response.body.stream();
      } catch (raw) {
        throw explain(raw, call);
      } finally {
        end();
      }
    },
    discard,
  };
}
