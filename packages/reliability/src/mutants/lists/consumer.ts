import type { Mutant } from '../mutant.ts';

/** Ways in which the Astral consumer could be wrong. */
export const consumer: readonly Mutant[] = [
  {
    name: 'confirms before the handler has resolved',
    edits: [
      ['handling/slots.ts', 'this.#runs.add(run);', 'this.#runs.add(run); this.#tools.finished(item.id);'],
    ],
    tests: ['deliver'],
  },
  {
    name: 'drops the confirmations that are due at the stop',
    edits: [['stopping/stop.ts', 'await confirms.drain(flushMs);', '']],
    tests: ['stop'],
  },
  {
    name: 'polls while every slot is taken',
    edits: [
      [
        'handling/slots.ts',
        'return Math.max(0, Math.min(limitMax, free, parking, confirmable));',
        'return limitMax;',
      ],
    ],
    tests: ['deliver'],
  },
  {
    name: 'takes a poll that has begun for a sign of life',
    edits: [
      ['asking/poller.ts', 'this.startedAt = startedAt;', 'this.completedAt = this.startedAt = startedAt;'],
    ],
    tests: ['observing'],
  },
  {
    name: 'waits without jitter',
    edits: [['asking/backoff.ts', 'return random() * bound;', 'return bound;']],
    tests: ['polling-trouble', 'confirm'],
  },
  {
    name: 'keeps the socket of a poll whose time is up',
    edits: [
      ['asking/request-slot.ts', "controller.abort(new Error('The time for this request was up.'));", ''],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'takes a failed confirmation for a failed handler',
    edits: [
      [
        'confirming/confirm-queue.ts',
        'this.#again.unshift(ids);',
        'for (const id of ids) this.#known.delete(id);',
      ],
      ['admission.ts', 'this.#finished.put(id, NOT_YET);', ''],
    ],
    tests: ['confirm'],
  },
  {
    name: 'never sweeps',
    edits: [
      ['unconfirmed/sweeper.ts', 'if (!this.#ended) this.#times.add(', 'if (this.#ended) this.#times.add('],
    ],
    tests: ['sweep'],
  },
  {
    name: 'does not sweep after a poll was lost',
    edits: [
      ['unconfirmed/sweeper.ts', 'this.in(500 + random() * 1_000);', ''],
      ['unconfirmed/sweeper.ts', 'if (remainingMs > 0)', 'if (remainingMs > 1e12)'],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'does not sweep again when the platform has given up on the lost poll',
    edits: [['unconfirmed/sweeper.ts', 'if (remainingMs > 0)', 'if (remainingMs > 1e12)']],
    tests: ['sweep'],
  },
  {
    name: 'takes what other processes are handling',
    edits: [['unconfirmed/sweeper.ts', '} else if (age < minAgeMs) {', '} else if (age < 0) {']],
    tests: ['sweep'],
  },
  {
    name: 'asks for the same page again when poison fills it',
    edits: [['unconfirmed/sweeper.ts', 'this.#limit = Math.min(LARGEST_PAGE, this.#limit * 2);', '']],
    tests: ['sweep', 'failing-handler'],
  },
  {
    name: 'lets the sweep starve the polls',
    edits: [['engine.ts', "this.slots.fill('poll');", "this.slots.fill('sweep');"]],
    tests: ['sweep'],
  },
  {
    name: 'never shortens the polls',
    edits: [
      ['asking/poller.ts', "this.#step(pollTimeout.died(end.ageMs, timeout, end.kind === 'overdue'));", ''],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'never lengthens the polls again',
    edits: [['asking/poller.ts', 'this.#step(pollTimeout.completed(ageMs));', '']],
    tests: ['polling-trouble'],
  },
  {
    name: 'learns nothing from connections that die at the same age',
    edits: [['asking/poll-timeout.ts', 'if (similar.length > 0) {', 'if (similar.length > 99) {']],
    tests: ['polling-trouble'],
  },
  {
    name: 'does not wait as long as the platform asks',
    edits: [
      [
        'asking/classify-failure.ts',
        'if (error.retryAfterMs !== undefined)',
        'if (error.retryAfterMs === -1)',
      ],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'goes on after 401 and 403',
    edits: [
      [
        'asking/classify-failure.ts',
        'if (error.status === 401 || error.status === 403)',
        'if (error.status === 499)',
      ],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'ends for good after a status 404',
    edits: [
      [
        'asking/classify-failure.ts',
        'error.status === 401 ||',
        'error.status === 401 || error.status === 404 ||',
      ],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'does not cut a refused batch in two',
    edits: [['confirming/confirm-queue.ts', 'if (ids.length > 1) {', 'if (ids.length > 1e9) {']],
    tests: ['confirm'],
  },
  {
    name: 'handles more than can be confirmed',
    edits: [
      ['handling/slots.ts', 'return this.#tools.unconfirmed() + this.#runs.size <', 'return 0 <'],
      [
        'handling/slots.ts',
        'Math.min(limitMax, free, parking, confirmable)',
        'Math.min(limitMax, free, parking)',
      ],
    ],
    tests: ['confirm'],
  },
  {
    name: 'stops polling for one refused id',
    edits: [['confirming/refused-ids.ts', 'if (!blamed) {', 'if (id !== undefined) {']],
    tests: ['confirm'],
  },
  {
    name: 'forgets what it has handled',
    edits: [['admission.ts', 'if (acknowledgedAt === undefined) return arrival;', 'return arrival;']],
    tests: ['sweep'],
  },
  {
    name: 'takes an id that is in hand',
    edits: [['admission.ts', 'if (this.#inHand.has(id) || confirming(id)) {', 'if (confirming(id)) {']],
    tests: ['deliver'],
  },
  {
    name: 'ignores the order of a key',
    edits: [
      [
        'handling/work-queue.ts',
        'if (lane === undefined) this.#ready[item.source].add(turn);',
        'this.#ready[item.source].add(turn);\n    if (lane === undefined) void 0;',
      ],
    ],
    tests: ['order'],
  },
  {
    name: 'lets one key block the others',
    edits: [
      [
        'handling/work-queue.ts',
        'item.key === undefined ? undefined : this.#lanes.get(item.key);',
        'item.key === undefined ? undefined : [...this.#lanes.values()][0];',
      ],
    ],
    tests: ['order'],
  },
  {
    name: 'frees the slot of a handler whose time is up',
    edits: [
      [
        'handling/handler-run.ts',
        '? work(this.item, ctx)',
        `? Promise.race([work(this.item, ctx), new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason)))])`,
      ],
    ],
    tests: ['failing-handler'],
  },
  {
    name: 'runs a poison event without end',
    edits: [['handling/event-processor.ts', 'const spent = attempt >= maxAttempts;', 'const spent = false;']],
    tests: ['failing-handler'],
  },
  {
    name: 'confirms though the dead letter has failed',
    edits: [
      [
        'handling/event-processor.ts',
        "return { kind: 'released', reason: 'deadLetter failed', error: failure, setAside: true };",
        "return { kind: 'deadLettered', error };",
      ],
    ],
    tests: ['failing-handler'],
  },
  {
    name: 'does not set poison aside',
    edits: [
      [
        'unconfirmed/quarantine.ts',
        'return kept !== undefined && this.#clock.now() < kept.until;',
        'return false;',
      ],
    ],
    tests: ['failing-handler'],
  },
  {
    name: 'confirms what nobody has decided on',
    edits: [
      [
        'handling/decision.ts',
        "return result instanceof Decision ? result : new Decision('release', reason);",
        'return result;',
      ],
    ],
    tests: ['routing'],
  },
  {
    name: 'loses a whole batch to one malformed event',
    edits: [
      [
        'handling/arrival.ts',
        'return { id, event: item as AstralEvent, issues };',
        'throw new TypeError("malformed");',
      ],
    ],
    tests: ['routing'],
  },
  {
    name: 'waits for handlers without end at the stop',
    edits: [
      [
        'stopping/stop.ts',
        'let drained = await settlesWithin(clock, drainMs, slots.quiet());',
        'await slots.quiet(); let drained = true;',
      ],
    ],
    tests: ['stop'],
  },
  {
    name: 'confirms what an abandoned handler does later',
    edits: [['handling/slots.ts', 'if (run.abandoned) return;', '']],
    tests: ['stop'],
  },
  {
    name: 'keeps the poll during a pause',
    edits: [
      [
        'engine.ts',
        "if (!this.lifecycle.to('paused')) return;\n    this.poller.end();",
        "if (!this.lifecycle.to('paused')) return;",
      ],
    ],
    tests: ['stop'],
  },
  {
    name: 'lets an error of a hook into the loop',
    edits: [
      [
        'observing/observer.ts',
        '} catch (error) {\n      failed(error);',
        '} catch (error) {\n      throw error;',
      ],
    ],
    tests: ['observing'],
  },
  {
    name: 'acts on an answer of a poll that was given up',
    edits: [
      ['asking/request-slot.ts', 'else onLate(value);', "else onEnd({ kind: 'answer', value, ageMs: 0 });"],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'polls twice at once',
    edits: [['asking/poller.ts', 'if (this.#request.busy || room < 1) return;', 'if (room < 1) return;']],
    tests: ['deliver'],
  },
  {
    name: 'floods a platform that answers at once',
    edits: [
      [
        'asking/poller.ts',
        'if (this.#idle > 0) this.#notBefore =',
        'if (this.#idle > 1e9) this.#notBefore =',
      ],
    ],
    tests: ['polling-trouble'],
  },
  {
    name: 'runs a failed handler again during a pause',
    edits: [['handling/event-processor.ts', 'pause !== undefined; pause = run.pause', 'false; ']],
    tests: ['stop'],
  },
  {
    name: 'starts a handler after the stop has begun',
    edits: [
      [
        'handling/event-processor.ts',
        'await pause;\n      if (run.ending) return this.#ended(run, runs, STOPPING);',
        'await pause;',
      ],
    ],
    tests: ['stop', 'model/model'],
  },
  {
    name: 'repeats a poll by itself, as other calls are',
    edits: [['asking/platform.ts', 'retries: 0', 'retries: 5']],
    tests: ['polling-trouble', 'confirm'],
  },
  {
    name: 'forgets a pause that came while its loop was loaded',
    edits: [
      [
        'consumer.ts',
        "if (this.#engine === undefined) this.#lifecycle.to('paused');\n    else this.#engine",
        'this.#engine?',
      ],
    ],
    tests: ['loading'],
  },
  {
    name: 'is begun by resume() before its run',
    edits: [['consumer.ts', "else if (this.#lifecycle.state === 'paused') ", 'else ']],
    tests: ['loading'],
  },
  {
    name: 'begins although it was stopped while its loop was loaded',
    edits: [['consumer.ts', 'this.#lifecycle.ending || loop', 'loop']],
    tests: ['loading'],
  },
  {
    name: 'pulls although the stream was left while the loop was loaded',
    edits: [['stream.ts', 'make === undefined || this.#over', 'make === undefined']],
    tests: ['loading'],
  },
  {
    name: 'is not stopped with its client while the loop of a stream is loaded',
    edits: [['stream.ts', 'running.add(this);', '']],
    tests: ['loading', 'stream'],
  },
];
