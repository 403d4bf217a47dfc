import type { Mutant } from '../mutant.ts';

const READER = ['feed', 'conformance/conformance', 'feed-life'];
const LOADING = ['feed-loading'];
const KEEPER = READER;
const FILE = ['cursor-stores', 'file-lock', 'regressions'];

/** Ways in which the durable feed reader and its stores could be wrong. */
export const feed: readonly Mutant[] = [
  {
    name: 'saves a cursor before its events are handled',
    edits: [
      [
        'reader/page-run.ts',
        'stats.inFlight += piece.size;',
        'stats.inFlight += piece.size;\n      if (piece.mark !== undefined) this.#around.keeper.advance(piece.mark);',
      ],
    ],
    tests: READER,
  },
  {
    name: 'saves the cursor of the fastest handler, not of the slowest',
    edits: [
      [
        'reader/page-run.ts',
        "for (; this.#progress[this.#low] === 'done'; this.#low += 1) {",
        'for (; this.#low < this.#pieces.length; this.#low += 1) {',
      ],
    ],
    tests: READER,
  },
  {
    name: 'counts a failed event as handled',
    edits: [
      [
        'reader/run-handler.ts',
        'if (put === undefined) throw error;',
        "if (put === undefined) return 'handled';",
      ],
    ],
    tests: READER,
  },
  {
    name: 'goes on after an event that nothing parked',
    edits: [['reader/page-run.ts', 'if (this.#failure !== undefined) throw this.#failure.error;', '']],
    tests: [...READER, 'park'],
  },
  {
    name: 'begins events after the stop',
    edits: [['reader/page-run.ts', 'halt.aborted && this', 'halt.nothing && this']],
    tests: READER,
  },
  {
    name: 'handles one event at a time, whatever was asked for',
    edits: [
      [
        'reader/page-run.ts',
        'Math.min(this.#around.config.concurrency, this.#pieces.length)',
        'Math.min(1, this.#pieces.length)',
      ],
    ],
    tests: READER,
  },
  {
    name: 'stands still at a repeated event',
    edits: [['reader/page-run.ts', "(repeated ? 'done' : 'waits')", "(repeated ? 'waits' : 'waits')"]],
    tests: READER,
  },
  {
    name: 'does not remember what it has handled',
    edits: [
      [
        'reader/recent-ids.ts',
        'this.#recent = this.#count - this.#window + 1;',
        'this.#recent = this.#count + 1;',
      ],
    ],
    tests: READER,
  },
  {
    name: 'does not say which handlers were abandoned',
    edits: [['reader/page-run.ts', "this.#progress[index] === 'runs' ? ids : []", 'false ? ids : []']],
    tests: READER,
  },
  {
    name: 'does not notice an event twice in one page',
    edits: [
      [
        'reader/recent-ids.ts',
        'known >= this.#recent;',
        'known >= this.#recent && known < this.#recent + this.#window;',
      ],
    ],
    tests: READER,
  },
  {
    name: 'saves the id of an event where the page is not in order',
    edits: [['reader/split-page.ts', 'if (!leadTo(', 'if (false && leadTo(']],
    tests: READER,
  },
  {
    name: 'tells ids apart by the case of their letters',
    edits: [['reader/recent-ids.ts', 'id.toLowerCase();', 'id;']],
    tests: [...READER, 'regressions'],
  },
  {
    name: 'remembers ids without bound',
    edits: [['reader/recent-ids.ts', 'known >= this.#recent;', 'known >= 0;']],
    tests: READER,
  },
  {
    name: 'waits for the vendor while it handles a backlog',
    edits: [['reader/read-loop.ts', 'if (full && this.#behind) await this.#lookAhead(cursor);', '']],
    tests: READER,
  },
  {
    name: 'asks for the same page again',
    edits: [['reader/read-loop.ts', 'this.#after = cursor;\n    } else if', '\n    } else if']],
    tests: READER,
  },
  {
    name: 'begins anew though it has a cursor',
    edits: [
      [
        'reader/read-loop.ts',
        'this.#after = stored ?? placeOf(startFrom);',
        'this.#after = placeOf(startFrom);',
      ],
    ],
    tests: READER,
  },
  {
    name: 'takes one refusal of a cursor for a gap',
    edits: [['reader/read-loop.ts', 'const REFUSALS = 2;', 'const REFUSALS = 1;']],
    tests: READER,
  },
  {
    name: 'never believes that a cursor is gone',
    edits: [['reader/read-loop.ts', 'if (times < REFUSALS) await', 'if (times > 0) await']],
    tests: READER,
  },
  {
    name: 'jumps over a gap without asking',
    edits: [
      [
        'reader/read-loop.ts',
        "onGap === undefined ? 'fail' : await",
        "onGap === undefined ? 'oldest' : await",
      ],
    ],
    tests: READER,
  },
  {
    name: 'asks what to do about a gap without end',
    edits: [['reader/read-loop.ts', 'if (this.#chosen) throw', 'if (false) throw']],
    tests: READER,
  },
  {
    name: 'does not notice that it was given the oldest event instead of a refusal',
    edits: [
      [
        'reader/read-loop.ts',
        'if (this.#resumed && after !== undefined && atRetentionLimit',
        'if (false && atRetentionLimit',
      ],
      ['reader/read-loop.ts', '(after, new Error(', "(after ?? '', new Error("],
    ],
    tests: READER,
  },
  {
    name: 'goes round in circles for ever',
    edits: [['reader/read-loop.ts', 'if (this.#anomalies >= config.maxAnomalies) throw error;', '']],
    tests: READER,
  },
  {
    name: 'floods a feed that has nothing new',
    edits: [
      [
        'reader/read-loop.ts',
        'await waitFor(config.clock, jittered(config.idleMs',
        'void waitFor(config.clock, jittered(config.idleMs',
      ],
    ],
    tests: READER,
  },
  {
    name: 'does not wait after a failure',
    edits: [['reader/read-loop.ts', 'await waitFor(config.clock, ms, signals.halt);', '']],
    tests: READER,
  },
  {
    name: 'does not wait as long as the vendor asks',
    edits: [['reader/read-loop.ts', 'Math.min(asked, MAX_RETRY_AFTER_MS)', '0']],
    tests: READER,
  },
  {
    name: 'obeys a Retry-After of days',
    edits: [['reader/read-loop.ts', 'Math.min(asked, MAX_RETRY_AFTER_MS)', 'asked']],
    tests: READER,
  },
  {
    name: 'does not save at the end of a page',
    edits: [['reader/read-loop.ts', 'await keeper.flush();', '']],
    tests: KEEPER,
  },
  {
    name: 'goes back with an empty page that names an old place',
    edits: [['reader/read-loop.ts', ' && !this.#recent.passed(', ' && null !== (']],
    tests: READER,
  },
  {
    name: 'keeps asking after a refused credential',
    edits: [['reader/page-checks.ts', 'error.status >= 500 || TEMPORARY.has(error.status)', 'true']],
    tests: READER,
  },
  {
    name: 'ends for good after a 503',
    edits: [['reader/page-checks.ts', 'error.status >= 500 || ', '']],
    tests: READER,
  },
  {
    name: 'takes a page that stands still for one that leads on',
    edits: [['reader/page-checks.ts', 'if (samePlace(lastEventId, after)) return', 'if (false) return']],
    tests: READER,
  },
  {
    name: 'follows a page that leads back',
    edits: [['reader/page-checks.ts', 'if (recent.passed(', 'if (false && recent.passed(']],
    tests: READER,
  },
  {
    name: 'runs a failed handler no second time',
    edits: [['reader/run-handler.ts', 'if (attempt > retries)', 'if (attempt > 0)']],
    tests: READER,
  },
  {
    name: 'runs a failing handler without end',
    edits: [['reader/run-handler.ts', 'if (attempt > retries)', 'if (attempt > 1e6)']],
    tests: [...READER, 'park'],
  },
  {
    name: 'takes an event for parked that could not be',
    edits: [['reader/run-handler.ts', "if (parked !== 'done')", 'if (false)']],
    tests: [...READER, 'park'],
  },
  {
    name: 'parks what it was told to give up at the stop',
    edits: [['reader/run-handler.ts', "if (halt.aborted) return 'stopped';", '']],
    tests: [...READER, 'park'],
  },
  {
    name: 'takes a damaged cursor for none',
    edits: [
      [
        'cursor/cursor-keeper.ts',
        "if (cursor !== undefined && (typeof cursor !== 'string' || cursor === '')) {",
        'if (false) {',
      ],
    ],
    tests: [...KEEPER, 'feed-errors'],
  },
  {
    name: 'starts from the beginning when the cursor cannot be loaded',
    edits: [
      [
        'cursor/cursor-keeper.ts',
        'if (isCursorStoreError(cause)) throw cause;',
        'if (isCursorStoreError(cause)) return undefined;',
      ],
    ],
    tests: [...KEEPER, 'feed-errors'],
  },
  {
    name: 'overwrites the cursor of another reader',
    edits: [
      [
        'cursor/cursor-keeper.ts',
        'await save(key, next, this.#kept);',
        'await save(key, next, (await load(key)) ?? this.#kept);',
      ],
    ],
    tests: KEEPER,
  },
  {
    name: 'takes its own save for that of another reader',
    edits: [['cursor/cursor-keeper.ts', 'if (failures > 0 && (await load(key)) === next) break;', '']],
    tests: KEEPER,
  },
  {
    name: 'gives up at the first save that fails',
    edits: [['cursor/cursor-keeper.ts', 'failures >= SAVE_RETRIES', 'failures >= 0']],
    tests: KEEPER,
  },
  {
    name: 'tries a save for ever',
    edits: [['cursor/cursor-keeper.ts', 'failures >= SAVE_RETRIES || ', '']],
    tests: KEEPER,
  },
  {
    name: 'lets two saves run at once',
    edits: [['cursor/cursor-keeper.ts', 'this.#saving ??= this.#save', 'this.#saving = this.#save']],
    tests: [...KEEPER, 'regressions'],
  },
  {
    name: 'saves nothing within a page',
    edits: [
      ['cursor/cursor-keeper.ts', 'this.#unsaved.length >= saveEvery.events', 'this.#unsaved.length >= 1e9'],
    ],
    tests: KEEPER,
  },
  {
    name: 'saves by number alone, not by time',
    edits: [
      [
        'cursor/cursor-keeper.ts',
        'this.#cancelTimer ??= clock.schedule(saveEvery.ms',
        'this.#cancelTimer ??= clock.schedule(1e12',
      ],
    ],
    tests: KEEPER,
  },
  {
    name: 'saves what an abandoned handler does later',
    edits: [['cursor/cursor-keeper.ts', 'if (this.#closed) return;', '']],
    tests: KEEPER,
  },
  {
    name: 'does not save at the stop',
    edits: [['reader/feed-run.ts', 'await settlesWithin(clock, flushMs, this.#flush());', '']],
    tests: [...KEEPER, 'park'],
  },
  {
    name: 'waits for handlers without end at the stop',
    edits: [
      [
        'reader/feed-run.ts',
        'let drained = await settlesWithin(clock, drainMs, idle);',
        'await idle;\n    let drained = true;',
      ],
    ],
    tests: KEEPER,
  },
  {
    name: 'does not tell handlers to give up at the stop',
    edits: [
      [
        'reader/feed-run.ts',
        "this.#cut.abort(new Error('The reader was stopped and has waited long enough.'));",
        '',
      ],
    ],
    tests: KEEPER,
  },
  {
    name: 'keeps its lock after the stop',
    edits: [['reader/feed-run.ts', 'await this.#lock?.release();', '']],
    tests: KEEPER,
  },
  {
    name: 'reads on after its lock was lost',
    edits: [['reader/feed-run.ts', "lock?.lost?.addEventListener('abort', this.#onLost);", '']],
    tests: KEEPER,
  },
  {
    name: 'hides the error that ended it',
    edits: [['reader/feed-run.ts', 'if (this.#fatal !== undefined) throw this.#fatal.error;', '']],
    tests: KEEPER,
  },
  {
    name: 'stops twice where what hears of the stop stops it again',
    edits: [['reader/feed-run.ts', 'this.#stopped = promise;\n', '']],
    tests: ['regressions'],
  },
  {
    name: 'begins although it was stopped while its code was loaded',
    edits: [['feed.ts', "work === undefined || this.#stats.state !== 'loading'", 'work === undefined']],
    tests: LOADING,
  },
  {
    name: 'waits for code that never comes, though it was stopped',
    edits: [
      [
        'feed.ts',
        'await Promise.race([this.#load(), this.#early.promise.then(() => undefined)])',
        'await this.#load()',
      ],
    ],
    tests: LOADING,
  },
  {
    name: 'hides that its code could not be loaded',
    edits: [['feed.ts', 'this.#stats.lastError = error;\n      throw error;', 'return undefined;']],
    tests: LOADING,
  },
  {
    name: 'runs after it was stopped',
    edits: [['feed.ts', "if (this.#stats.state !== 'created') return;", '']],
    tests: LOADING,
  },
  {
    name: 'does not hear its signal',
    edits: [['feed.ts', "signal?.addEventListener('abort', this.#onSignal);", '']],
    tests: LOADING,
  },
  {
    name: 'runs though its signal has aborted before',
    edits: [['feed.ts', 'if (signal?.aborted === true) await this.stop();\n      else', '']],
    tests: LOADING,
  },
  {
    name: 'says stopped of a reader that failed',
    edits: [['feed.ts', "if (this.#stats.state !== 'failed') this", 'this']],
    tests: LOADING,
  },
  {
    name: 'writes the cursor file in place',
    edits: [
      [
        'stores/file-cursor-store.ts',
        'await handle.sync();\n    } finally {\n      await handle.close();\n    }\n    if',
        "await handle.sync();\n    } finally {\n      await handle.close();\n    }\n    await (await open(file, 'w')).close();\n    if",
      ],
    ],
    tests: FILE,
  },
  {
    name: 'forgets the cursors of other readers in the file',
    edits: [['stores/file-cursor-store.ts', 'cursors.set(key, next), held', 'new Map([[key, next]]), held']],
    tests: FILE,
  },
  {
    name: 'takes a damaged cursor file for an empty one',
    edits: [
      [
        'stores/file-cursor-store.ts',
        'if (cursors !== undefined) return cursors;',
        'return cursors ?? new Map();',
      ],
    ],
    tests: FILE,
  },
  {
    name: 'saves over a cursor that it did not expect',
    edits: [['stores/file-cursor-store.ts', 'if (found !== previous) throw', 'if (false) throw']],
    tests: FILE,
  },
  {
    name: 'saves although its lock was lost',
    edits: [['stores/file-cursor-store.ts', 'if (!(await held())) throw', 'if (false) throw']],
    tests: FILE,
  },
  {
    name: 'waits for the lock of a process that is gone',
    edits: [['stores/file-lock.ts', "return isCode(error, 'ESRCH');", 'return false;']],
    tests: FILE,
  },
  {
    name: 'takes the lock of a process that is alive',
    edits: [
      [
        'stores/file-lock.ts',
        'process.kill(Number(pid), 0);\n    return false;',
        'process.kill(Number(pid), 0);\n    return true;',
      ],
    ],
    tests: FILE,
  },
];
