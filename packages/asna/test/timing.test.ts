import { signWebhook, verifyWebhook } from '@partner-apis/asna';
import { expect, test } from 'vitest';
import { sampleBody, sampleSignature, SECRET } from './support/webhook.ts';

const hex = sampleSignature.slice(7);
const flip = (at: number): string =>
  `sha256=${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`;

/** Times of two ways of doing something, measured in turns: the tenth of a hundred, which other programs on the machine hardly touch. */
function quickest(rounds: number, one: () => void, two: () => void): [number, number] {
  const times: [number[], number[]] = [[], []];
  const time = (action: () => void): number => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < 20; i++) action();
    return Number(process.hrtime.bigint() - start) / 20;
  };
  for (let i = 0; i < rounds; i++) {
    const [first, second] = i % 2 === 0 ? [one, two] : [two, one];
    const [a, b] = [time(first), time(second)];
    times[0].push(i % 2 === 0 ? a : b);
    times[1].push(i % 2 === 0 ? b : a);
  }
  const tenth = (list: number[]): number =>
    list.toSorted((a, b) => a - b)[Math.floor(list.length / 10)] ?? Number.NaN;
  return [tenth(times[0]), tenth(times[1])];
}

function refused(signature: string, secrets: string | string[]): () => void {
  const body = Buffer.from(sampleBody);
  return () => {
    try {
      verifyWebhook(body, signature, secrets);
    } catch {
      return;
    }
    throw new Error('a wrong signature was let in');
  };
}

test('a signature that is wrong in its first byte takes as long as one that is wrong in its last', () => {
  const [first, last] = quickest(400, refused(flip(0), SECRET), refused(flip(63), SECRET));
  expect(Math.abs(first - last) / Math.min(first, last)).toBeLessThan(0.2);
});

test('the key that matches does not end the search: the first takes as long as the last of fifty', () => {
  const others = Array.from({ length: 49 }, (_, n) => `other-${n}`);
  const body = Buffer.from(sampleBody);
  const signature = signWebhook(body, SECRET);
  const [first, last] = quickest(
    60,
    () => void verifyWebhook(body, signature, [SECRET, ...others]),
    () => void verifyWebhook(body, signature, [...others, SECRET]),
  );
  // A search that ended at the first match would be some fifty times as fast there.
  expect(Math.max(first, last) / Math.min(first, last)).toBeLessThan(3);
});
