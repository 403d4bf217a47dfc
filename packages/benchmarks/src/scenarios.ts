import type { Scenario } from './harness/scenario.ts';

/** Every scenario by its name on the command line, in the order of the page. What they measure with is loaded where they run. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  get: {
    title: 'A validated GET',
    method:
      'Ten events as JSON, about 3 KB, parsed and checked with zod. Every library checks the same schema; all other settings are its own. The first goal is CPU next to the bare library, the second how many calls a second next to the fastest of those with a more comfortable interface.',
    leavesOut:
      'time limits and deadlines of its own (undici’s and the libraries’ defaults stand), retries by what may be repeated (got and ky have some), a status of failure in the body, error classes with the outcome of each attempt, redaction of the key, the closing of a client that waits for its calls.',
    load: () => import('./scenarios/get.ts'),
  },
  publish: {
    title: 'Publish and confirm',
    method: 'What is sent is checked before, and the answer after, on both sides.',
    leavesOut:
      'the same as above, and what became of a publication whose answer was lost; ids in other spellings and repeated ones in a confirmation.',
    load: () => import('./scenarios/publish.ts'),
  },
  consumer: {
    title: 'The consumer',
    method:
      'Twenty thousand events a round, a hundred in each answer to a poll, each with data that a schema checks, until all are handled and confirmed. By hand: poll, check, handle one after the other, confirm. The handler is the same asynchronous function on both sides. What is left of the difference is the books that are kept of each event: an id is entered when it comes, when it is handled, when its confirmation is sent and when that is through, so that none is in hand twice, and the last twenty thousand and more stay known. Looking an id up there is what an event costs most.',
    leavesOut:
      'events that come twice, handlers at the same time and their slots, a time limit for a handler, runs after a failure, the dead letter and setting aside (its loop ends), polls that die and adapt, the reading of what was handed out and lost, confirmations that fail, order by key, a stop that waits, health and hooks.',
    load: () => import('./scenarios/consumer.ts'),
  },
  latency: {
    title: 'How soon a handler begins',
    method:
      'A held poll is answered with one event 2 ms after it came. From just before the server writes until the handler begins, by the one monotonic clock of the machine, 500 events a round.',
    leavesOut: 'the same as for the consumer.',
    load: () => import('./scenarios/latency.ts'),
  },
  mixed: {
    title: 'Slow and fast handlers',
    method:
      'Of ten handlers one takes 2 s and nine take 1 ms, 50 at once, 1,500 a round. Ideal is computed: each begins in the order of arrival as soon as a slot is free, and nothing else takes time.',
    load: () => import('./scenarios/mixed.ts'),
  },
  feed: {
    title: 'The durable feed',
    method:
      'Twenty thousand events a round, a hundred in each page. The place is kept in memory on both sides, once a page: what a disk takes is the same for both. The handler is the same asynchronous function on both sides. The client’s part in each request, the copy of each event beside the untouched one under `raw`, and the reader’s books (the id of each event, which stays known for the next five thousand and more, to know a repeated event and a page that leads back; the clock; the place) are made up for, not all of it, by a short way past the schema and by asking for the next page before one is handled.',
    leavesOut:
      'events that come twice, runs after a failure and parking (its loop ends), pages that lead nowhere or back, a gap in the feed, a second reader on the same place, the untouched event under `raw`, members that come in several spellings, a stop that waits, health.',
    load: () => import('./scenarios/feed.ts'),
  },
  receiver: {
    title: 'The webhook receiver',
    method:
      'On `node:http`, 16 connections with one request at a time, signed bodies that were made before. The sender is the other process. What is left of the difference is that everything which was parsed is looked at once more (its strings are counted against those in the text, which tells a name that stands twice), and the claim of each event in the book of handled webhooks: of 2 KB the one takes about a microsecond, the other half of one. Here a body of 2 KB comes in one packet with its head, and the handler is done at once; what has to be waited for has a timer besides, about a microsecond each.',
    leavesOut:
      'time limits for the body and the handler, method and path, signatures under several keys, names that stand twice in the JSON and `__proto__`, a claim of the event that outlives a handler that fails, the log, a stop that waits. What it remembers is never forgotten.',
    load: () => import('./scenarios/receiver.ts'),
  },
  packets: {
    title: 'Packets',
    method:
      'A packet of 128 MiB, 533 mixed files, from an archive that was made before, into `/dev/shm` where there is one; then into the temporary folder, where `extract` flushes every file to the disk and `tar` does not; then from the sandbox, which makes the archive on the way. Upload: 128 MiB from memory. CPU of `curl | tar` is that of both programs.',
    leavesOut:
      'for `curl | tar` the names from the archive’s PAX records, safe names, limits, and that nothing is left after a failure; for request-and-gunzip the archive and the files; for request-gunzip-and-write, which makes one file of all that comes, the archive, its names and its end, and every file but one; for the ready-made body the form.',
    floor:
      '1.15 × of unpacking alone is not to be had by whoever has the files in the end. Written by hand, into a single file and without a look at what is written, the same bytes take as long as `extract` does or longer (“request, gunzip, write”), and miss that goal too; so `extract` is held to them besides, to at most 1.05 ×. The kernel copies each byte once more and finds memory for it, on the processors that unpack and serve the packet at the same time. Tried, and no faster: to write what zlib gives without a copy of our own (fresh memory costs more than a copy into blocks that are used again), larger pieces from zlib, flushing while the next files are written.',
    load: () => import('./scenarios/packets.ts'),
  },
  memory: {
    title: 'Memory',
    method:
      'Each in a process of its own, the loops in five. Memory is the most that was resident above where the process stood after the first thousand events, or the first upload. The slope is that of the heap after garbage collection, over the second half of a second run; up to a byte per event counts as nought. At full speed what a loop takes is the space for new objects, which Node.js lets grow, to 100 MiB and more, the more of them outlive a collection, and garbage that did; the loop by hand stands beside it. Of an event that was handled ours keep no object, only the letters of its id, and those of all ids lie in one piece of memory. `--max-semi-space-size` bounds that space for any program.',
    leavesOut: 'what it leaves out above; for packets everything: undici moves the bytes and drops them.',
    load: () => import('./scenarios/memory.ts'),
  },
  growth: {
    title: 'What grows',
    method:
      'CPU per unit, while there is ever more of one thing. Up to a tenth more counts as flat. Where more events also mean fewer requests for each, the second goal begins where the requests are the same: at a hundred for those that wait for their key. Confirmations of a hundred events are answered together with the next poll, which wakes the program once for both; of a thousand and more they come one after the other, after the polls, so the goal begins there. No step of the consumer looks at those that wait.',
    load: () => import('./scenarios/growth.ts'),
  },
  import: {
    title: 'Import',
    method:
      'In a new process, from before the `import` until it is done; the dependencies are those that the manifests of the package and of what it is made of name, but for `form-data-encoder`, which the package loads later. An import makes no schema: each is made when it is first used. What is left of the difference is the reading and compiling of our own files, and modules of Node.js that undici does not load. A process that starts often keeps compiled code with `module.enableCompileCache()`.',
    load: () => import('./scenarios/import.ts'),
  },
  bundles: {
    title: 'Bundles',
    method:
      'What esbuild makes of the import of one client, with `splitting`, minified and packed by gzip: the files that the start of a program loads. Without a part is the same with that part outside. undici is CommonJS and comes whole, so a client can save nothing there; of zod there is what the schemas need, since they are made with `zod/mini`. Parts of ours are shares of what is left without those two, by the minified bytes of their sources; sentences, which are in all parts, are what goes when every text of 25 letters and more is taken out. Loaded later is what no first call needs: the consumer’s loop of Astral.Platform, what uploads and reads its packets, what reads a durable feed, what writes files. The last row is the bundle without `splitting`, which has all in one file.',
    floor:
      'Without undici and zod three clients are larger than their goals. By their rows none would meet its goal even if all went that a call needs only when it fails, or where undici cannot run, or that is no call: errors with their advice, retries, the way over `fetch`, files, the durable feed. What is left then is in every call that succeeds: arguments and headers, authorization, time limits, the reading and the check of an answer, redaction, the sentences that say what is wrong with them, and the methods themselves, of which a program takes all with the client. Errors stay because a failure has to be told by code that is there when it happens: a process without a free file descriptor cannot load any. What of the feed and of files is still there are their options, which are checked at the call, and what esbuild keeps with the core’s basics, since it puts whole files, not parts of them, where they are needed. undici could be a third smaller by its inner paths, of which it promises nothing: after an update of it a client might not load at all.',
    load: () => import('./scenarios/bundles.ts'),
  },
  types: {
    title: 'Type check',
    method:
      '`tsc --noEmit` with `strict` and `skipLibCheck`, from the declarations that are published: a program that publishes and consumes, and one that has only the schema. The whole run of the compiler.',
    load: () => import('./scenarios/types.ts'),
  },
};
