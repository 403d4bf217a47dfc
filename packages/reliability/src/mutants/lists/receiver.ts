import type { Mutant } from '../mutant.ts';

const ALL = ['receiver', 'dedupe', 'signature'];

/** Ways in which the webhook receiver could be wrong. */
export const receiver: readonly Mutant[] = [
  {
    name: 'lets in what nobody signed',
    edits: [['webhook-endpoint.ts', '!isSignedBy(body, signature, secretList(fresh))', 'false']],
    tests: [...ALL, 'secret-supplier'],
  },
  {
    name: 'does not ask again after the key was changed',
    edits: [['webhook-endpoint.ts', 'await supplier?.refresh?.()', 'undefined']],
    tests: [...ALL, 'secret-supplier'],
  },
  {
    name: 'reads a body before it is verified',
    edits: [
      [
        'webhook-endpoint.ts',
        'if (!isSignedBy(body, signature, secretList(secrets))) await this.#verifyAnew(body, signature);\n      event = parseEvent(body);',
        'event = parseEvent(body);\n      if (!isSignedBy(body, signature, secretList(secrets))) await this.#verifyAnew(body, signature);',
      ],
    ],
    tests: [...ALL, 'receiver-log', 'attacks'],
  },
  {
    name: 'serves any path',
    edits: [['webhook-endpoint.ts', 'pathOf(head.path) !== this.path', 'false']],
    tests: ALL,
  },
  {
    name: 'serves any method',
    edits: [['webhook-endpoint.ts', "head.method !== 'POST'", 'false']],
    tests: ALL,
  },
  {
    name: 'takes a body of any announced length',
    edits: [['webhook-endpoint.ts', 'bodyBytes > this.maxBodyBytes', 'false']],
    tests: ALL,
  },
  {
    name: 'keeps a body of any length',
    edits: [['adapters/body-reader.ts', "if (size > limits.maxBodyBytes) return settle('large');", '']],
    tests: ['frameworks', 'attacks'],
  },
  {
    name: 'waits for a body without end',
    edits: [['adapters/body-reader.ts', "cancel = schedule(limits, () => settle('slow'));", 'void 0;']],
    tests: ['frameworks', 'attacks'],
  },
  {
    name: 'waits without end for the end of a body whose sender keeps it open',
    edits: [
      [
        'adapters/node-adapter.ts',
        "httpVersionMajor === 1 && headers['transfer-encoding'] === undefined ? announced : undefined",
        'announced',
      ],
    ],
    tests: ['waiting'],
  },
  {
    name: 'leaves the timer of a body behind',
    edits: [['adapters/body-reader.ts', 'cancel?.();\n      source.off', 'source.off']],
    tests: ['waiting'],
  },
  {
    name: 'sets a timer for a body that is there',
    edits: [['adapters/body-reader.ts', 'if (size !== ending && !settled) cancel', 'if (!settled) cancel']],
    tests: ['waiting'],
  },
  {
    name: 'takes the first of several signatures',
    edits: [['signature/signature.ts', 'values.length !== 1 || !SIGNATURE', '!SIGNATURE']],
    tests: ALL,
  },
  {
    name: 'takes a signature in any case of its prefix',
    edits: [['signature/signature.ts', '/^sha256=[0-9a-fA-F]{64}$/', '/^sha256=[0-9a-f]{64}$/i']],
    tests: ALL,
  },
  {
    name: 'stops at the first key',
    edits: [
      [
        'signature/signature.ts',
        'for (const secret of secrets) {',
        'for (const secret of secrets.slice(0, 1)) {',
      ],
    ],
    tests: ALL,
  },
  {
    name: 'goes by the last key alone',
    edits: [['signature/signature.ts', 'matched = same || matched;', 'matched = same;']],
    tests: ALL,
  },
  {
    name: 'lets anybody sign with an empty key',
    edits: [['signature/secrets.ts', "if (secret === '')", 'if (false)']],
    tests: ALL,
  },
  {
    name: 'takes a member that stands there twice',
    edits: [['webhook-event.ts', 'if (twice !== undefined) throw', 'if (false) throw']],
    tests: ALL,
  },
  {
    name: 'lets a body reach the prototype',
    edits: [
      ['webhook-event.ts', "throw invalid([{ path: ['__proto__'], message: 'is not allowed' }]);", 'void 0;'],
    ],
    tests: ALL,
  },
  {
    name: 'takes what is no UTF-8',
    edits: [['webhook-event.ts', '&& !isUtf8(bytes)) throw', '&& false) throw']],
    tests: ALL,
  },
  {
    name: 'handles a webhook that it has handled',
    edits: [['delivery/delivery.ts', "if (claim !== 'claimed') return", 'if (false) return']],
    tests: ALL,
  },
  {
    name: 'answers a duplicate with a failure',
    edits: [['delivery/delivery.ts', "claim === 'done' ? 'duplicate' : 'busy'", "'busy'"]],
    tests: ALL,
  },
  {
    name: 'handles without its store of duplicates',
    edits: [
      [
        'delivery/delivery.ts',
        "this.#log.event('notClaimed', event, error);\n        return 'failed';",
        "this.#log.event('notClaimed', event, error);\n        return this.#run(key, event, { signal, later: () => new Later() });",
      ],
    ],
    tests: ALL,
  },
  {
    name: 'keeps the claim of a handler that failed',
    edits: [['delivery/delivery.ts', "return this.#forget(key, event, () => 'failed');", "return 'failed';"]],
    tests: ALL,
  },
  {
    name: 'says "handled" of what failed',
    edits: [
      [
        'delivery/delivery.ts',
        "return this.#forget(key, event, () => 'failed');",
        "return this.#forget(key, event, () => 'handled');",
      ],
    ],
    tests: ALL,
  },
  {
    name: 'asks for a repetition of what was handled but not noted',
    edits: [
      [
        'delivery/delivery.ts',
        "this.#log.event('notNoted', event, error);\n        return 'handled';",
        "this.#log.event('notNoted', event, error);\n        return 'failed';",
      ],
    ],
    tests: ALL,
  },
  {
    name: 'forgets what was handled',
    edits: [['delivery/delivery.ts', '() => this.#dedupe.done(key)', '() => this.#dedupe.forget(key)']],
    tests: ALL,
  },
  {
    name: 'answers before the handler is done',
    edits: [
      ['delivery/delivery.ts', '() => handler?.(event, context),', '() => [handler?.(event, context)],'],
    ],
    tests: ALL,
  },
  {
    name: 'waits for no promise but one of this realm',
    edits: [
      [
        'soon.ts',
        "return 'then' in value && typeof value.then === 'function';",
        'return value instanceof Promise;',
      ],
    ],
    tests: ['waiting'],
  },
  {
    name: 'runs a handler before its request was taken',
    edits: [
      [
        'webhook-endpoint.ts',
        "await (typeof this.#secrets === 'function' ? this.#secrets() : this.#secrets)",
        "typeof this.#secrets === 'function' ? await this.#secrets() : this.#secrets",
      ],
    ],
    tests: ['waiting'],
  },
  {
    name: 'handles an event twice at once',
    edits: [['delivery/delivery.ts', "if (this.#running.has(key)) return this.#ended('busy', event);", '']],
    tests: [...ALL, 'regressions'],
  },
  {
    name: 'takes webhooks while it stops',
    edits: [['delivery/delivery.ts', 'this.#stopping = true;', '']],
    tests: ALL,
  },
  {
    name: 'does not wait for handlers at the stop',
    edits: [['delivery/delivery.ts', 'return this.#running.drain(drainMs);', 'return Promise.resolve();']],
    tests: ALL,
  },
  {
    name: 'waits for a handler without end',
    edits: [['delivery/webhooks-in-progress.ts', 'Number.isFinite(ms) ?', 'false ?']],
    tests: ALL,
  },
  {
    name: 'does not tell a handler that its time is up',
    edits: [
      [
        'delivery/webhooks-in-progress.ts',
        "one.abort.abort(new Error('The handler of a webhook took longer than handlerTimeoutMs.'));",
        ';',
      ],
    ],
    tests: ALL,
  },
  {
    name: 'does not tell handlers that the receiver stops',
    edits: [
      [
        'delivery/webhooks-in-progress.ts',
        "abort.abort(new Error('The webhook receiver was stopped.'))",
        'void abort',
      ],
    ],
    tests: ALL,
  },
  {
    name: 'takes an abandoned claim for one at work',
    edits: [
      ['dedupe/memory-dedupe.ts', "entry?.state === 'busy' && age < leaseMs", "entry?.state === 'busy'"],
    ],
    tests: ALL,
  },
  {
    name: 'remembers without bound',
    edits: [['dedupe/memory-dedupe.ts', 'entries.size <= maxEntries && ', '']],
    tests: ALL,
  },
  {
    name: 'takes two events of one package for the same',
    edits: [['dedupe/dedupe.ts', '[MessageId, Event, ClientId, Message]', '[MessageId, ClientId, Message]']],
    tests: ALL,
  },
  {
    name: 'lets the parts of a key run into each other',
    edits: [['dedupe/dedupe.ts', '? encodeURIComponent(part.toWellFormed()) : part', '? part : part']],
    tests: ALL,
  },
  {
    name: 'lets forgers ask for the key as often as they like',
    edits: [['secret-supplier.ts', 'refreshedAt = clock.now();', '']],
    tests: ['secret-supplier'],
  },
];
