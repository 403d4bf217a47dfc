import type { Scenario } from './scenario.ts';

/** Requests that fail, and errors that no waiting helps. */
export const failureScenarios: readonly Scenario[] = [
  ...(['unreachable', '503', 'cut answer', 'error of its own'] as const).map((failure): Scenario => ({
    name: `a request that fails (${failure}) is sent again from the same place`,
    catches: 'a loop that ends silently, or skips the page that failed',
    stored: 'e3',
    steps: [
      { expect: ['ask e3'] },
      { refuse: failure },
      { state: 'backoff' },
      { expect: [] },
      { pass: 1_000 },
      { expect: ['ask e3'] },
      { give: 'e4' },
      { expect: ['handle e4', 'save e4 over e3'] },
    ],
  })),
  {
    name: 'the wait grows with each failure and starts over after a success',
    catches: 'hammering a vendor that is down',
    random: 1,
    options: { backoffMs: { min: 1_000, max: 3_000 } },
    steps: [
      { refuse: '503' },
      { pass: 1_999 },
      { expect: ['ask oldest'] },
      { pass: 1 },
      { expect: ['ask oldest'] },
      { refuse: '503' },
      { pass: 2_999 },
      { expect: [] },
      { pass: 1 },
      { expect: ['ask oldest'] },
      { give: 'e1 e2 e3' },
      { expect: ['handle e1', 'handle e2', 'handle e3', 'save e3 over nothing', 'ask e3'] },
      { refuse: '503' },
      { pass: 2_000 },
      { expect: ['ask e3'] },
    ],
  },
  {
    name: 'Retry-After is obeyed',
    catches: 'asking again before the vendor wants it',
    steps: [
      { expect: ['ask oldest'] },
      { refuse: '429 for a minute' },
      { pass: 59_999 },
      { expect: [] },
      { pass: 1 },
      { expect: ['ask oldest'] },
    ],
  },
  ...(
    [
      ['401', 'AUTHENTICATION'],
      ['403', 'PERMISSION_DENIED'],
      ['400', 'BAD_REQUEST'],
      ['unknown shape', 'RESPONSE_VALIDATION'],
      ['closed', 'ABORTED'],
    ] as const
  ).map(([failure, code]): Scenario => ({
    name: `${failure} ends the reader`,
    catches: 'waiting for ever for what only a person can repair',
    stored: 'e3',
    steps: [{ expect: ['ask e3'] }, { refuse: failure }, { expect: [`end ${code}`] }, { state: 'failed' }],
  })),
];
