/**
 * What the tests of several packages share. It knows none of them.
 *
 * @packageDocumentation
 */
export { type MethodOf, type RawDiffers, usesOf } from './client-types.ts';
export { hastyClock, JumpingClock, ManualClock, UNLIMITED } from './clocks.ts';
export { Log } from './log.ts';
export type { Received } from './received.ts';
export { rejection, thrown } from './rejection.ts';
export {
  closedPort,
  drop,
  inTurn,
  json,
  type Respond,
  stubServer,
  type StubServer,
  text,
} from './stub-server.ts';
export {
  answer,
  closedUrl,
  reset,
  script,
  sendJson,
  serve,
  serveBytes,
  serveEarly,
  type TestServer,
} from './test-server.ts';
export { type ProcessClock, settle, VirtualClock } from './virtual-clock.ts';
