import { answers } from './lists/answers.ts';
import { archive } from './lists/archive.ts';
import { consumer } from './lists/consumer.ts';
import { feed } from './lists/feed.ts';
import { pipeline } from './lists/pipeline.ts';
import { receiver } from './lists/receiver.ts';
import { tokens } from './lists/tokens.ts';
import type { Target } from './mutant.ts';

/** What `pnpm mutants` breaks, by the name that chooses it. */
export const targets: Readonly<Record<string, Target>> = {
  pipeline: {
    what: 'way of a call',
    source: 'packages/core/src',
    tests: 'packages/core/test',
    mutants: pipeline,
  },
  answers: {
    what: 'taking in of answers',
    source: 'packages/core/src/transport/undici',
    tests: 'packages/core/test',
    mutants: answers,
  },
  feed: {
    what: 'durable feed reader',
    source: 'packages/core/src/feed',
    tests: 'packages/core/test/feed',
    mutants: feed,
  },
  consumer: {
    what: 'Astral consumer',
    source: 'packages/astral/src/consumer',
    tests: 'packages/astral/test/consumer',
    mutants: consumer,
  },
  archive: {
    what: 'reader of packet archives',
    source: 'packages/astral/src/packets/archive',
    tests: 'packages/astral/test/packets',
    mutants: archive,
  },
  receiver: {
    what: 'webhook receiver',
    source: 'packages/asna/src/receiver',
    tests: 'packages/asna/test',
    mutants: receiver,
  },
  tokens: {
    what: 'token cache',
    source: 'packages',
    tests: 'packages',
    mutants: tokens,
  },
};
