import type { Answer } from './peer.ts';
import type { Called } from './calls.ts';

/** A way in which a server is hostile. */
export interface HostileCase {
  readonly name: string;
  readonly answer: Answer;
  readonly call: Called;
  /** How the call must end: `ok`, or a code with the reason or phase behind it where it has one. One of these. */
  readonly ends: readonly string[];
  /** Most bytes that are taken from the server. Default 16 MB: what lies in buffers of the system counts. */
  readonly bytes?: number;
  /** Most memory that it takes, in MiB. Default 96. */
  readonly memory?: number;
}
