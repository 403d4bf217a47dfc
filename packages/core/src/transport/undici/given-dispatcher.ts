import { Readable } from 'node:stream';
import { failed } from '../failure-of.ts';
import type { TransportRequest, TransportResponse } from '../transport.ts';
import { flat } from './arriving-answer.ts';
import { bodyOf } from './readable-body.ts';
import type { Dispatcher } from './undici.ts';

/** Where a request carries what is to be called when it begins to go out. */
const SENDING = Symbol('sending');

/** A dispatcher of the user's own, made to report what begins to go out as far as what it is composed of lets it. */
export function reporting(dispatcher: Dispatcher): Dispatcher {
  return dispatcher.compose(notifySendListener);
}

/**
 * Sends through a dispatcher of the user's own. It may be of another version of undici, which speaks to handlers in another way: so it is
 * its own `request()` that is called.
 */
export async function askGiven(
  dispatcher: Dispatcher,
  request: TransportRequest,
  optionsOf: () => Dispatcher.DispatchOptions,
): Promise<TransportResponse> {
  const { sending, signal } = request;
  if (signal.aborted) throw signal.reason;
  const options = optionsOf();
  try {
    const asked = { ...options, signal, [SENDING]: sending };
    const { statusCode: status, headers: raw, body } = await untilAnswered(dispatcher, asked, signal);
    const headers = flat(raw);
    return { status, headers, body: bodyOf(body, status, headers, request) };
  } catch (error) {
    if (options.body instanceof Readable) options.body.destroy();
    throw signal.aborted ? signal.reason : failed(error, 'TRANSPORT_FAILED');
  }
}

/** undici looks at the signal only once it has a connection, so it is watched here too. */
function untilAnswered(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    dispatcher.request(options, (error, answer) => {
      signal.removeEventListener('abort', onAbort);
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

/**
 * Puts the call into the way of every request: undici says `onRequestStart` to a handler (`onConnect` before version 8) when a connection is
 * there and the request is about to be written to it.
 */
const notifySendListener: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const sending: unknown = Reflect.get(options, SENDING);
  if (typeof sending === 'function') {
    for (const name of ['onRequestStart', 'onConnect'] as const) {
      const start: unknown = Reflect.get(handler, name);
      if (typeof start !== 'function') continue;
      Reflect.set(handler, name, (...args: unknown[]): unknown => {
        Reflect.apply(sending, undefined, []);
        const result: unknown = Reflect.apply(start, handler, args);
        return result;
      });
    }
  }
  return dispatch(options, handler);
};
