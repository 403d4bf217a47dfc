/**
 * Recordings: what a client and a vendor said to each other, as a HAR file without secrets, and a transport that answers from one.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { recordHar, type RecordHarOptions } from './har/record-har.ts';
export { replayHar, type ReplayHarOptions } from './har/replay-har.ts';
