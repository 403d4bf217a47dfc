import { runCli } from '@partner-apis/cli';
import type { Stage } from './stage.ts';
import { tricks } from './tricks.ts';

const COMMANDS = [
  ['doctor'],
  ['doctor', '--json'],
  ['verify', 'reestro'],
  ['call', 'astral', 'GET', '/events'],
  ['call', 'stormwall', 'GET', '/user/service'],
  ['call', 'stormwall', 'GET', '/v3/services'],
  ['call', 'asna', 'GET', '/v5/references/stores', '--verbose'],
  ['call', 'reestro', 'GET', '/realty/crypto/v2/events', '--verbose'],
] as const;

/** Failures: an answer that is a success is printed as it came, since that is what was asked for. */
const FAILING = tricks.filter(({ name }) => !/success|200/.test(name));

/** Runs commands whose vendors fail in every way; all that they wrote. */
export async function commandLine({ secrets, server }: Stage): Promise<{ runs: number; text: string }> {
  const environment = {
    ASTRAL_BASE_URL: server.url,
    ASTRAL_API_KEY: secrets['API key'],
    STORMWALL_BASE_URL: server.url,
    STORMWALL_V3_BASE_URL: server.url,
    STORMWALL_TOKEN: secrets['token'],
    STORMWALL_V3_API_KEY: secrets['API key of version 3'],
    ASNA_BASE_URL: server.url,
    ASNA_CLIENT_ID: '7d9f6f3e-6f0c-4c5a-9d0e-3a8f1b2c4d5e',
    ASNA_CLIENT_SECRET: secrets['client secret'],
    ASNA_TOKEN_URL: `${server.url}/token`,
    REESTRO_BASE_URL: server.url,
    REESTRO_API_KEY: secrets['organization key'],
    REESTRO_ORG_ID: 'organization',
  };
  const before = { ...process.env };
  Object.assign(process.env, environment);
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) > 0 };
  let runs = 0;
  for (const [n, trick] of FAILING.entries()) {
    for (const args of COMMANDS) {
      server.plan = {
        trick,
        spelling: n % 2 === 0 ? 'plain' : 'base64',
        status: [401, 403, 500][n % 3] ?? 500,
        offset: 80,
      };
      await runCli(args, { stdout: stream, stderr: stream });
      runs += 1;
    }
  }
  server.plan = undefined;
  for (const name of Object.keys(environment)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  return { runs, text: written.join('\n') };
}
