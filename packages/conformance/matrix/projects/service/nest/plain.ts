// Clients as providers like any others.
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { StormwallClient } from '@partner-apis/stormwall';
import { ReportController, Webhooks } from './report.js';
import { start } from './start.js';

@Module({
  providers: [
    { provide: AsnaClient, useFactory: () => AsnaClient.fromEnv() },
    { provide: AstralClient, useFactory: () => AstralClient.fromEnv() },
    { provide: ReestroClient, useFactory: () => ReestroClient.fromEnv() },
    { provide: StormwallClient, useFactory: () => StormwallClient.fromEnv() },
    Webhooks,
  ],
  controllers: [ReportController],
})
class AppModule implements OnApplicationShutdown {
  constructor(
    private readonly asna: AsnaClient,
    private readonly astral: AstralClient,
    private readonly reestro: ReestroClient,
    private readonly stormwall: StormwallClient,
  ) {}

  async onApplicationShutdown() {
    const clients = [this.asna, this.astral, this.reestro, this.stormwall];
    await Promise.all(clients.map((client) => client.close()));
  }
}

void start(AppModule);
