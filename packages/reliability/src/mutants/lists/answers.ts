import type { Mutant } from '../mutant.ts';

/** Ways in which the answers that undici reports could be taken in wrongly. */
export const answers: readonly Mutant[] = [
  {
    name: 'takes a body that is cut for a whole one',
    edits: [
      [
        'arriving-answer.ts',
        'this.end(error);',
        'this.end(this.#response === undefined ? error : undefined);',
      ],
    ],
    tests: ['transport/contract'],
  },
  {
    name: 'takes in more than its reader wants',
    edits: [['arriving-answer.ts', 'controller.pause()', 'undefined']],
    tests: ['transport/contract'],
  },
  {
    name: 'does not go on after its reader has rested',
    edits: [['arriving-answer.ts', 'this.#controller?.resume();', '']],
    tests: ['transport/contract'],
  },
  {
    name: 'lets a silent body hang',
    edits: [['arriving-answer.ts', 'idle.start();\n      this.#controller', 'this.#controller']],
    tests: ['transport/contract'],
  },
  {
    name: 'counts silence while more keeps coming, or none of it after the first chunk',
    edits: [['arriving-answer.ts', 'else idle.start();', '']],
    tests: ['transport/contract'],
  },
  {
    name: 'leaves its listener on the signal',
    edits: [['arriving-answer.ts', "signal.removeEventListener('abort', this.#onAbort);", '']],
    tests: ['transport/contract'],
  },
  {
    name: 'sends what was given up while it waited for a connection',
    edits: [
      ['arriving-answer.ts', 'controller.abort(new undici.errors.RequestAbortedError());\n      return;', ''],
    ],
    tests: ['transport/unsent'],
  },
  {
    name: 'keeps the connection of an answer that was given up',
    edits: [['arriving-answer.ts', 'this.#controller?.abort(new undici.errors.RequestAbortedError());', '']],
    tests: ['transport/contract'],
  },
  {
    name: 'keeps the source of a request that has failed open',
    edits: [['arriving-answer.ts', 'if (this.#sent instanceof Readable) this.#sent.destroy();', '']],
    tests: ['transport/unsent'],
  },
  {
    name: 'does not say that a request goes out',
    edits: [['arriving-answer.ts', 'this.#request.sending?.();', '']],
    tests: ['transport/unsent'],
  },
  {
    name: 'gives up a call that waits behind downloads which are read',
    edits: [['connection-use.ts', '!this.awaited && ', '']],
    tests: ['streams'],
  },
];
