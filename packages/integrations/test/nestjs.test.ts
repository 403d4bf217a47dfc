import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Controller, Get, Inject, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { AstralClient, type AstralEvent } from '@partner-apis/astral';
import { PartnerApisHealth, PartnerApisModule } from '@partner-apis/integrations/nestjs';
import { createSandbox, type SandboxServer } from '@partner-apis/sandbox';
import { rejection } from '@partner-apis/test-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';

const sandbox = createSandbox({ seed: 'nestjs' });
let server: SandboxServer;
beforeEach(async () => {
  server = await sandbox.listen({ port: 0 });
});
afterEach(() => server.close());

/** A service that handles events, as an application has it. */
class Signatures {
  readonly first = Promise.withResolvers<AstralEvent>();
  handle(event: AstralEvent): void {
    this.first.resolve(event);
  }
}

class HealthController {
  readonly #health: HealthCheckService;
  readonly #partnerApis: PartnerApisHealth;
  constructor(health: HealthCheckService, partnerApis: PartnerApisHealth) {
    this.#health = health;
    this.#partnerApis = partnerApis;
  }
  check() {
    return this.#health.check([() => this.#partnerApis.isLive('signatures')]);
  }
}
// Decorators without their syntax, which has to be compiled away.
Inject(HealthCheckService)(HealthController, undefined, 0);
Inject(PartnerApisHealth)(HealthController, undefined, 1);
Get()(HealthController.prototype, 'check', descriptor(HealthController, 'check'));
Controller('health')(HealthController);

function descriptor(of: Type, name: string): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(of.prototype, name) ?? {};
}

/** An application with a client, a loop and a health check. */
function application(apiKey: string): Type {
  class App {}
  Module({
    imports: [
      TerminusModule,
      PartnerApisModule.forRoot({
        clients: [
          {
            provide: AstralClient,
            useFactory: () => new AstralClient({ baseUrl: server.urls.astral, apiKey }),
          },
        ],
      }),
      PartnerApisModule.forLoops({
        providers: [Signatures],
        loops: [
          {
            name: 'signatures',
            inject: [AstralClient, Signatures],
            useFactory: (astral: AstralClient, signatures: Signatures) =>
              astral.consumer().on('signature.verified', (event) => signatures.handle(event)),
          },
        ],
      }),
    ],
    controllers: [HealthController],
  })(App);
  return App;
}

test('a consumer runs with the application, is seen in its health check, and has confirmed its events when the application is closed', async () => {
  const app = await NestFactory.create(application(server.credentials.astral.apiKey), { logger: false });
  const astral = app.get(AstralClient);
  await app.listen(0, '127.0.0.1');
  // Boundary: it listens on TCP.
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  const { id } = sandbox.astral.participant();
  sandbox.astral.publish({ code: 'signature.verified', consumer: [id], data: {} });
  const event = await app.get(Signatures, { strict: false }).first.promise;

  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({
    status: 'ok',
    details: { signatures: { status: 'up', live: true, state: 'running', consecutiveFailures: 0 } },
  });

  await app.close();
  expect(sandbox.astral.confirmed(id)).toContain(event.id);
  expect(await rejection(astral.events.get(event.id))).toMatchObject({
    code: 'ABORTED',
    message: expect.stringContaining('closed'),
  });
});

test('a consumer that cannot go on is logged with its error, and the health check says so', async () => {
  const told: unknown[] = [];
  const seen = Promise.withResolvers<void>();
  const silent = () => undefined;
  const logger = {
    log: silent,
    warn: silent,
    error: (...line: unknown[]) => {
      told.push(line);
      seen.resolve();
    },
  };
  const app = await NestFactory.create(application('a key that nobody knows'), { logger });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  await seen.promise;
  expect(told).toMatchObject([
    [{ err: { code: 'AUTHENTICATION' } }, /^signatures has ended and does no more work/, 'PartnerApis'],
  ]);
  const health = await fetch(`http://127.0.0.1:${port}/health`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({
    error: { signatures: { status: 'down', live: false, state: 'failed' } },
  });
  await app.close();
});

test('a health check of a loop that there is not names those that there are', async () => {
  const app = await NestFactory.createApplicationContext(application('key'), { logger: false });
  expect(() => app.get(PartnerApisHealth).isLive('signature')).toThrow(
    'No loop is named signature; there are: signatures.',
  );
  expect(app.get(PartnerApisHealth).reports()).toMatchObject({ signatures: { live: false } });
  await app.close();
});
