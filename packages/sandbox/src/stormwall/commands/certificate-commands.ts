import { createPrivateKey, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import type { Route } from '../../vendor.ts';
import { route } from '../command.ts';
import type { StormwallSoftError } from '../soft-errors.ts';
import type { StormwallState } from '../state.ts';

const body = z.strictObject({
  certificate: z.string().regex(/-----BEGIN CERTIFICATE-----/, 'not a certificate in PEM'),
  private_key: z.string().regex(/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'not a key in PEM'),
});

/** Installing a certificate: the manual's own example of a soft error. Path and members are made up. */
export function certificateCommands(state: StormwallState): Route[] {
  return [
    route(state, {
      id: 'certificates.install',
      method: 'PUT',
      path: '/user/service/:service/domain/:domain/ssl',
      body,
      run: ({ account, id, body: pair }) => {
        state.objects.domain(account, id('service'), id('domain'));
        return { payload: {}, softErrors: belongTogether(pair) ? [] : [MISMATCH] };
      },
    }),
  ];
}

const MISMATCH: StormwallSoftError = { type: 'SSL', code: 'INVALID_CERT_KEY_PAIR' };

function belongTogether({ certificate, private_key }: z.output<typeof body>): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(private_key));
  } catch {
    // Looks like a pair, and cannot be read as one.
    return false;
  }
}
