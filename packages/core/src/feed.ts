/**
 * What a durable reader of a feed does once it runs. A vendor that has a feed loads it with the first reader: by `later()`, the second argument of
 * `createFeed`.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { FeedRun } from './feed/reader/feed-run.ts';
export { VERSION as coreVersion } from './version.ts';
