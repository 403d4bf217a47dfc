import { inspect } from 'node:util';
import { isConnectionError, isHttpError, isPartnerApiError, isTimeoutError } from '@partner-apis/core';
import type { Claim, Evidence } from '../claim.ts';
import { environmentCases } from './environment.ts';
import { type ProxyCase, proxyCases } from './failures.ts';
import { Front } from './front.ts';

export const proxyFailures: Claim = {
  id: 'proxy-failures',
  holds:
    'What a real proxy or gateway does to a call is named by its error, with what to do, and nothing is sent twice.',
  how: 'nginx, HAProxy and squid in front of the sandbox, certificates of a private authority. An event is published, or a file of 8 MiB uploaded; what arrived at the sandbox is counted.',
  short: true,
  needs: ['nginx', 'haproxy', 'squid', 'openssl'],
  async run(options): Promise<Evidence> {
    const rows: Evidence['rows'][number][] = [];
    const missed: string[] = [];
    await using front = await Front.make();
    for (const one of [...proxyCases, ...environmentCases]) {
      await front.stage.sandbox.reset();
      const { told, words, shown } = summary(await meet(front, one));
      const { sandbox } = front.stage;
      const arrived = sandbox.astral.events().length + sandbox.astral.packets().length;
      options.progress(`${one.what}: ${shown.error} ${shown['status or reason']}`);
      rows.push({ 'on the way': one.what, ...shown, arrived });
      if (!one.expected.test(words)) missed.push(`${one.what}: ${told}.`);
      if (arrived !== one.arrived) missed.push(`${one.what}: ${arrived} arrived.`);
    }
    return { rows, missed };
  },
};

async function meet(front: Front, { up, call }: ProxyCase): Promise<unknown> {
  const client = await up(front);
  const publish = () => client.events.publish({ code: 'try', consumer: ['else'], data: {} });
  return Promise.resolve(call?.(client) ?? publish()).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function summary(error: unknown) {
  const none = { error: 'ok', 'status or reason': '', hint: '' };
  if (error === undefined) return { told: 'it worked', words: 'ok', shown: none };
  const which = isHttpError(error)
    ? String(error.status)
    : isConnectionError(error)
      ? error.reason
      : isTimeoutError(error)
        ? error.phase
        : '';
  const {
    name,
    message,
    hint = '',
  } = isPartnerApiError(error) ? error : { name: 'Error', message: inspect(error) };
  const words = `${name} ${which} ${hint} ${message}`;
  return { told: words, words, shown: { error: name, 'status or reason': which, hint } };
}
