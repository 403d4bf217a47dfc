import { ConfigurationError } from '@partner-apis/core';
import {
  checkOptionNames,
  type ClientDefinition,
  environment,
  nearVariables,
} from '@partner-apis/core/vendor';
import type { AsnaOptions } from './options.ts';

const VARIABLES = {
  baseUrl: 'ASNA_BASE_URL',
  token: 'ASNA_TOKEN',
  clientId: 'ASNA_CLIENT_ID',
  clientSecret: 'ASNA_CLIENT_SECRET',
  tokenUrl: 'ASNA_TOKEN_URL',
} as const;

type Found = { [Name in keyof typeof VARIABLES]?: string };

/** Options out of the environment, with those given in code laid over them. Throws ConfigurationError when no credential is there. */
export function optionsFromEnv(
  { profile, options }: Pick<ClientDefinition<AsnaOptions>, 'profile' | 'options'>,
  overrides: Partial<AsnaOptions>,
): AsnaOptions {
  checkOptionNames(profile, overrides, options);
  const found = environment<Found>({ profile, options, variables: VARIABLES }, {}, []);
  const base = found.baseUrl === undefined ? {} : { baseUrl: found.baseUrl };
  const given = overrides.token != null || overrides.auth != null;
  return { ...base, ...(given ? {} : credentialIn(found)), ...overrides };
}

function credentialIn({ token, clientId, clientSecret, tokenUrl }: Found): Partial<AsnaOptions> {
  if (token !== undefined) {
    if (clientId === undefined && clientSecret === undefined) return { token };
    throw new ConfigurationError(
      'ASNA: set ASNA_TOKEN, or ASNA_CLIENT_ID with ASNA_CLIENT_SECRET, not both.',
      { vendor: 'asna' },
    );
  }
  const missing = [
    ...(clientId === undefined ? [VARIABLES.clientId] : []),
    ...(clientSecret === undefined ? [VARIABLES.clientSecret] : []),
  ];
  if (clientId === undefined || clientSecret === undefined) {
    const sentences = [
      `ASNA: missing ${missing.join(' and ')}. Set the environment variable or give the option to fromEnv(); ASNA_TOKEN will do too.`,
      ...nearVariables([...missing, VARIABLES.token], Object.values(VARIABLES)),
    ];
    throw new ConfigurationError(sentences.join(' '), { vendor: 'asna' });
  }
  return { auth: { clientId, clientSecret, ...(tokenUrl === undefined ? {} : { tokenUrl }) } };
}
