import { type Transport, TransportFailure } from '@partner-apis/core';
import { rejection } from '@partner-apis/test-kit';
import { expect, test } from 'vitest';
import { Acme, operations } from './support/acme.ts';

/** What becomes of one attempt. */
type Step = 'unsent' | 'refused' | 'cut short' | 'lost';

const NOTHING = 'Nothing was sent.';
const REFUSED = 'It was refused before, so it was not carried out.';
const CUT = 'It was not sent to its end, so it was not carried out.';
const UNCLEAR = 'It may have been carried out all the same';

/** A transport to which the steps happen, one after the other. */
function scripted(steps: readonly Step[]): Transport {
  const left = [...steps];
  return {
    name: 'scripted',
    reportsSending: true,
    async send({ body, sending }) {
      const step = left.shift();
      if (step === 'unsent') throw new TransportFailure('ECONNREFUSED', { neverSent: true });
      sending?.();
      if (step === 'refused') {
        const bytes = Buffer.from('{"status":503,"notStarted":true}');
        return {
          status: 503,
          headers: { 'content-type': 'application/json' },
          body: {
            read: async () => ({ bytes, truncated: false }),
            async *stream() {},
            discard() {},
          },
        };
      }
      if (typeof body === 'object' && 'open' in body) {
        for await (const _ of body.open()) if (step === 'cut short') break;
      }
      throw new TransportFailure('ECONNRESET');
    },
    close: async () => {},
  };
}

/** An upload that must not happen twice. */
const upload = { ...operations.upload, safety: 'unsafe' } as const;

const source = {
  contentType: 'text/plain',
  length: 4,
  async *open() {
    yield Buffer.from('ab');
    yield Buffer.from('cd');
  },
};

// An unsafe upload is tried again only where it was not carried out for certain, so the last step is the one that the error tells of.
test.each<[readonly Step[], string, number]>([
  [['unsent'], NOTHING, 1],
  [['unsent', 'unsent'], NOTHING, 2],
  [['refused', 'unsent'], REFUSED, 2],
  [['unsent', 'cut short'], CUT, 2],
  [['refused', 'cut short'], CUT, 2],
  [['lost'], UNCLEAR, 1],
  [['unsent', 'lost'], UNCLEAR, 2],
  [['refused', 'lost'], UNCLEAR, 2],
])('after %j: %s', async (steps, words, attempts) => {
  const retry = { retries: steps.length - 1, minDelayMs: 0, maxDelayMs: 0 };
  const acme = new Acme({ transport: scripted(steps), retry });
  const error = await rejection(acme.do.call(upload, { body: source }));
  expect(error.message).toContain(words);
  expect(error).toMatchObject({ neverSent: words === NOTHING, attempts: { length: attempts } });
});

test.each<[string, Step]>([
  ['did not go out', 'unsent'],
  ['broke off', 'cut short'],
])('what may have arrived once is not forgotten by an attempt that %s', async (_, last) => {
  const acme = new Acme({
    transport: scripted(['lost', last]),
    retry: { retries: 1, minDelayMs: 0, maxDelayMs: 0 },
  });
  const error = await rejection(acme.do.call(operations.upload, { body: source }));
  expect(error).toMatchObject({ neverSent: false, attempts: { length: 2 } });
  expect(error.message).toContain('It is safe to repeat.');
});
