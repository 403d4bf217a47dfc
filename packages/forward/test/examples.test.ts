import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { installed, startPostgres, startRabbitmq, startRedis } from './support/servers.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const examples = [
  ['forward-bullmq', 'REDIS_URL', installed.redis, startRedis],
  ['forward-pg-boss', 'DATABASE_URL', installed.postgres, startPostgres],
  ['forward-rabbitmq', 'AMQP_URL', installed.rabbitmq, startRabbitmq],
] as const;

describe.each(examples)('examples/%s.ts', (name, variable, there, start) => {
  test.skipIf(!there)('works with a real server', { timeout: 90_000 }, async () => {
    const server = await start();
    onTestFinished(() => server.close());
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@partner-apis/source', `examples/${name}.ts`],
      { cwd: root, env: { ...process.env, [variable]: server.url }, timeout: 60_000 },
    );
    expect(stdout.match(/^handled /gm)).toHaveLength(3);
    expect(stdout).toContain('3 handed over');
  });
});
