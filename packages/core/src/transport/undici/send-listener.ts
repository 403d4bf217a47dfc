import type { Dispatcher } from './undici.ts';

/** Where a request carries what is to be called when it begins to go out. */
const SENDING = Symbol('sending');

/** The options of a request, with what is to be called when it begins to go out. */
export function withSendListener<Options extends object>(
  options: Options,
  sending: (() => void) | undefined,
): Options {
  return sending === undefined ? options : Object.assign(options, { [SENDING]: sending });
}

/**
 * Puts the call into the way of every request: undici says `onRequestStart` to a handler (`onConnect` before version 8) when a connection is
 * there and the request is about to be written to it.
 */
export const notifySendListener: Dispatcher.DispatcherComposeInterceptor =
  (dispatch) => (options, handler) => {
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
