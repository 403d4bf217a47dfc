import {
  isBadRequestError,
  isHttpError,
  isPaymentRequiredError,
  isReestroHttpError,
  PaymentRequiredError,
} from '@partner-apis/reestro';
import { describe, expect, test } from 'vitest';
import { json, rejection, stubServer, text } from '@partner-apis/test-kit';
import { clientFor, withSandbox } from './support/reestro.ts';

const NUMBER = '66:41:0204016:10';

describe('an empty balance', () => {
  test.each(['empty-402', 'empty-400'] as const)('as %s', async (state) => {
    const { sandbox, reestro } = await withSandbox();
    sandbox.reestro.balance = state;
    const error = await rejection(reestro.addresses.getObject(NUMBER));
    expect(error).toBeInstanceOf(PaymentRequiredError);
    expect(isPaymentRequiredError(error) && isHttpError(error) && isReestroHttpError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'PAYMENT_REQUIRED', status: state === 'empty-402' ? 402 : 400 });
    expect(error).toHaveProperty('hint', expect.stringContaining('billing.balance()'));
    expect(sandbox.requests({ operation: 'addresses.getObject' })).toHaveLength(1);
  });

  test('with an empty body, and with text in an error inside', async () => {
    await using server = await stubServer((_, response, count) => {
      if (count === 1) response.writeHead(402).end();
      else
        json({ code: 'Validation', message: 'x', errors: { code: 'x', message: 'Insufficient funds' } }, 400)(
          _,
          response,
          count,
        );
    });
    const reestro = clientFor(server.url);
    for (const _ of [1, 2])
      expect(await rejection(reestro.addresses.getObject(NUMBER))).toMatchObject({
        code: 'PAYMENT_REQUIRED',
      });
  });

  test('is not what any other 400 means', async () => {
    const about = {
      code: 'validation',
      message: 'Failed to validate',
      errors: [{ message: 'name is wrong' }],
    };
    await using server = await stubServer(json(about, 400));
    const error = await rejection(clientFor(server.url).addresses.getObject(NUMBER));
    expect(isBadRequestError(error) && !isPaymentRequiredError(error)).toBe(true);
  });
});

test('a refused Content-Type says what to look at', async () => {
  await using server = await stubServer(text('', 415));
  const error = await rejection(clientFor(server.url).inspection.plans.create({ roomIds: [], name: 'a' }));
  expect(error).toHaveProperty('hint', expect.stringContaining('application/json'));
});
