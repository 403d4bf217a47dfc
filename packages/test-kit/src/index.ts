/**
 * What the tests of several packages share. It knows none of them.
 *
 * @packageDocumentation
 */
export { rejection, thrown } from './rejection.ts';
export {
  closedPort,
  drop,
  inTurn,
  json,
  type Received,
  type Respond,
  stubServer,
  type StubServer,
  text,
} from './stub-server.ts';
