import './node-version.ts';
import { test as base } from 'vitest';
import type { SandboxOptions } from './options.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import type { SandboxServer } from './server.ts';

/** Options for the constructors of the four clients, so that they talk to the sandbox: `new AstralClient(clients.astral)`. */
export type ClientOptions = {
  readonly [Name in keyof SandboxServer['urls']]: SandboxServer['credentials'][Name] & {
    readonly baseUrl: string;
  };
};

/** What a test can ask for. */
export interface SandboxFixtures {
  /** Acts and looks from the vendors' side. */
  readonly sandbox: Sandbox;
  /** The addresses, the credentials. */
  readonly server: SandboxServer;
  /** Options for the clients. */
  readonly clients: ClientOptions;
}

/** How {@link sandboxTest} makes its sandboxes. */
export interface SandboxTestOptions extends SandboxOptions {
  /** A fresh sandbox for each test (default), or one for a file, which is reset after each test: faults, events and clock included. */
  scope?: 'test' | 'file';
}

/** Makes a `test` with a sandbox that listens, closed at the end. Options as for `createSandbox`. */
export function sandboxTest({ scope = 'test', ...options }: SandboxTestOptions = {}) {
  return base.extend<SandboxFixtures & { startOver: undefined }>({
    sandbox: [
      // Vitest reads from the pattern which fixtures this one needs: none.
      // oxlint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const sandbox = createSandbox(options);
        try {
          await use(sandbox);
        } finally {
          await sandbox.close();
        }
      },
      { scope },
    ],
    server: [
      async ({ sandbox }, use) => {
        await use(await sandbox.listen());
      },
      { scope },
    ],
    clients: async ({ server }, use) => {
      await use(clientsOf(server));
    },
    startOver: [
      async ({ sandbox }, use) => {
        await use(undefined);
        if (scope === 'file') await sandbox.reset();
      },
      { auto: true },
    ],
  });
}

/** The `test` of vitest with a fresh sandbox for each test: `test('…', async ({ sandbox, clients }) => …)`. */
export const test = sandboxTest();

function clientsOf({ urls, credentials }: SandboxServer): ClientOptions {
  return {
    astral: { baseUrl: urls.astral, ...credentials.astral },
    stormwall: { baseUrl: urls.stormwall, ...credentials.stormwall },
    asna: { baseUrl: urls.asna, ...credentials.asna },
    reestro: { baseUrl: urls.reestro, ...credentials.reestro },
  };
}
