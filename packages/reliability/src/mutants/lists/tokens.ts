import type { Mutant } from '../mutant.ts';

const TOKEN = ['asna/test/token', 'asna/test/token-kept', 'asna/test/token-retry'];
const CACHE = 'core/src/auth/bearer.ts';

/** Ways in which tokens could be kept, shared and renewed wrongly. */
export const tokens: readonly Mutant[] = [
  {
    name: 'fetches a token for each call that waits',
    edits: [[CACHE, '(this.#pending ??= this.#fetch())', '(this.#pending = this.#fetch())']],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'never keeps a token',
    edits: [[CACHE, 'this.#token = token;', '']],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'throws away the successor of a refused token',
    edits: [[CACHE, 'if (this.#token?.value === rejected) this.#token', 'this.#token']],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'keeps a token that was refused',
    edits: [[CACHE, 'if (this.#token?.value === rejected) this.#token = undefined;', '']],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'sends the refused token again',
    edits: [[CACHE, 'return next !== rejected;', 'return true;']],
    tests: ['core/test/auth/auth', ...TOKEN],
  },
  {
    name: 'renews no token before it expires',
    edits: [[CACHE, '(current.renewAt ?? Number.POSITIVE_INFINITY)', 'Number.POSITIVE_INFINITY']],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'remembers a failure to get a token',
    edits: [
      [CACHE, 'if (fetching.waiters === 0 && this.#pending === fetching) this.#pending = undefined;', ''],
    ],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'fetches once more when one of those who wait has given up',
    edits: [[CACHE, 'if (fetching.waiters === 0 && this.#pending', 'if (this.#pending']],
    tests: ['core/test/auth/auth', ...TOKEN],
  },
  {
    name: 'waits for a token longer than its call may last',
    edits: [[CACHE, '(await untilAborted(fetching.token, signal)).value', '(await fetching.token).value']],
    tests: ['core/test/auth/auth'],
  },
  {
    name: 'starts a fetch for a call that is over',
    edits: [[CACHE, 'signal.throwIfAborted();', '']],
    tests: ['core/test/regressions'],
  },
  {
    name: 'does not hide the tokens of before',
    edits: [
      [
        CACHE,
        '[token.value, ...this.#seen.filter((old) => old !== token.value)].slice(0, 4)',
        '[token.value]',
      ],
    ],
    tests: ['core/test/redaction', 'core/test/auth/auth', ...TOKEN],
  },
  {
    name: 'gives a token to whoever knows the id but not the secret',
    edits: [['asna/src/auth/shared-token.ts', '[tokenUrl, clientId, secret]', '[tokenUrl, clientId]']],
    tests: TOKEN,
  },
  {
    name: 'gives a token of one endpoint to another',
    edits: [['asna/src/auth/shared-token.ts', '[tokenUrl, clientId, secret]', '[clientId, secret]']],
    tests: TOKEN,
  },
  {
    name: 'does not share a token among clients',
    edits: [['asna/src/auth/shared-token.ts', 'registry.set(key, token);', '']],
    tests: TOKEN,
  },
  {
    name: 'throws out tokens that are in use',
    edits: [['asna/src/auth/shared-token.ts', 'if (!fresh) registry.delete(old)', 'registry.delete(old)']],
    tests: TOKEN,
  },
  {
    name: 'takes a token for fresh while it is being replaced',
    edits: [['asna/src/auth/shared-token.ts', 'this.#renewAt = undefined;\n', '\n']],
    tests: TOKEN,
  },
  {
    name: 'asks for the secret with every call',
    edits: [
      [
        'asna/src/auth/client-credentials.ts',
        'current?.fresh === true ? current : await latest()',
        'await latest()',
      ],
    ],
    tests: TOKEN,
  },
  {
    name: 'keeps the secret of before after a 401',
    edits: [
      [
        'asna/src/auth/client-credentials.ts',
        'const token = await latest();\n      return',
        'const token = tokens[0] ?? (await latest());\n      return',
      ],
    ],
    tests: TOKEN,
  },
  {
    name: 'does not hide the token of the secret of before',
    edits: [['asna/src/auth/client-credentials.ts', '...tokens.slice(0, 1)', '']],
    tests: TOKEN,
  },
  {
    name: 'takes the lifetime for milliseconds',
    edits: [['asna/src/auth/token-lifetime.ts', 'seconds * 1000', 'seconds']],
    tests: TOKEN,
  },
  {
    name: 'renews a token only when it has expired',
    edits: [
      ['asna/src/auth/token-lifetime.ts', ' - Math.min(lifetimeMs * MARGIN_SHARE, MARGIN_LIMIT_MS)', ''],
    ],
    tests: TOKEN,
  },
  {
    name: 'renews a long-lived token hours too early',
    edits: [
      [
        'asna/src/auth/token-lifetime.ts',
        'Math.min(lifetimeMs * MARGIN_SHARE, MARGIN_LIMIT_MS)',
        'lifetimeMs * MARGIN_SHARE',
      ],
    ],
    tests: TOKEN,
  },
  {
    name: "believes the time of day of the server's clock",
    edits: [
      ['asna/src/auth/token-lifetime.ts', 'Number.isNaN(serverTime) ? askedAt : serverTime', 'askedAt'],
    ],
    tests: TOKEN,
  },
  {
    name: 'follows a slow token endpoint without end',
    edits: [
      ['asna/src/auth/request-token.ts', 'clock.schedule(timeoutMs, ', 'clock.schedule(timeoutMs * 1e4, '],
      ['asna/src/auth/request-token.ts', 'ms: timeoutMs }', 'ms: timeoutMs * 1e4 }'],
    ],
    tests: TOKEN,
  },
  {
    name: 'leaves the connection to the token endpoint open',
    edits: [['asna/src/auth/request-token.ts', 'await transport.close();', 'void 0;']],
    tests: TOKEN,
  },
];
