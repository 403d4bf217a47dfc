// Stormwall answers 200 while a subsystem refused the change: how not to overlook that. It runs against the sandbox only, whose commands for
// certificates and domains have made-up paths: yours stand in the vendor's interactive documentation.
import { generateKeyPairSync } from 'node:crypto';
import { createSandbox } from '@partner-apis/sandbox';
import {
  isSoftErrorsError,
  isStormwallHttpError,
  type SoftError,
  StormwallClient,
} from '@partner-apis/stormwall';

/** What to do about one soft error. Codes are open: what we do not know needs a person. */
function advice({ type, code }: SoftError): string {
  switch (code) {
    case 'INVALID_CERT_KEY_PAIR':
      return 'the certificate stays what it was: send the pair again with the key that belongs to it';
    default:
      return `look up ${type} ${code}; it may be a warning`;
  }
}

await using server = await createSandbox().listen();
await using stormwall = new StormwallClient({
  baseUrl: server.urls.stormwall,
  ...server.credentials.stormwall,
});
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const install = {
  method: 'PUT',
  path: '/user/service/1/domain/2/ssl',
  body: {
    certificate: '-----BEGIN CERTIFICATE-----\nnot the one of this key\n-----END CERTIFICATE-----\n',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  },
} as const;

// By default they come beside the data. Sending the same again would not help: the system has begun to act.
const { softErrors } = await stormwall.command(install);
for (const softError of softErrors) console.log('returned:', advice(softError));

// Where any deviation must stop the program, let them be thrown.
await using strict = stormwall.with({ softErrors: 'throw' });
try {
  await strict.command(install);
} catch (error) {
  if (!isSoftErrorsError(error)) throw error;
  console.log('thrown:', error.softErrors.map(advice).join('; '));
}

// A fatal error is the other level: nothing was started, so the corrected request may be sent.
try {
  await stormwall.command({
    method: 'POST',
    path: '/user/service/1/domain',
    body: { domain_name: 'my shop' },
  });
} catch (error) {
  if (!isStormwallHttpError(error)) throw error;
  console.log(`fatal: ${error.status} ${error.body.error}: correct it and send it again`);
}
