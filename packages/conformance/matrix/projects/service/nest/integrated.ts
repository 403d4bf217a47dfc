// With the module of integrations: clients close by themselves, and a feed runs with the application and is seen in its health check.
import { Controller, Get, Module } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { PartnerApisHealth, PartnerApisModule } from '@partner-apis/integrations/nestjs';
import { memoryCursorStore, ReestroClient } from '@partner-apis/reestro';
import { StormwallClient } from '@partner-apis/stormwall';
import { ReportController, Webhooks } from './report.js';
import { start } from './start.js';

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly partnerApis: PartnerApisHealth,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.partnerApis.isLive('certificates')]);
  }
}

@Module({
  imports: [
    TerminusModule,
    PartnerApisModule.forRoot({
      clients: [
        { provide: AsnaClient, useFactory: () => AsnaClient.fromEnv() },
        { provide: AstralClient, useFactory: () => AstralClient.fromEnv() },
        { provide: ReestroClient, useFactory: () => ReestroClient.fromEnv() },
        { provide: StormwallClient, useFactory: () => StormwallClient.fromEnv() },
      ],
    }),
    PartnerApisModule.forLoops({
      loops: [
        {
          name: 'certificates',
          inject: [ReestroClient],
          useFactory: (reestro: ReestroClient) =>
            reestro.crypto.events.feed({
              key: 'certificates',
              store: memoryCursorStore(),
              startFrom: 'oldest',
              handler: (event) => console.log(event.eventId),
            }),
        },
      ],
    }),
  ],
  providers: [Webhooks],
  controllers: [ReportController, HealthController],
})
class AppModule {}

void start(AppModule);
