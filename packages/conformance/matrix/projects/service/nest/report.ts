import { Controller, Get, Injectable } from '@nestjs/common';
import { AsnaClient, createWebhookReceiver } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { isNotFoundError, StormwallClient } from '@partner-apis/stormwall';

@Injectable()
export class Webhooks {
  readonly seen: string[] = [];
  readonly receiver;

  constructor(asna: AsnaClient) {
    const secrets = asna.webhooks.secretSupplier();
    this.receiver = createWebhookReceiver({ secrets }).on('stocks_full', (event) => {
      this.seen.push(event.MessageId);
    });
  }
}

@Controller('report')
export class ReportController {
  constructor(
    private readonly astral: AstralClient,
    private readonly stormwall: StormwallClient,
    private readonly reestro: ReestroClient,
    private readonly webhooks: Webhooks,
  ) {}

  @Get()
  async report() {
    const [event] = await this.astral.events.poll({ timeout: 10 });
    const { id } = await this.astral.packets.upload([{ name: 'a.txt', data: 'a packet' }]);
    let packet = '';
    for await (const file of await this.astral.packets.download(id)) packet += await file.text();
    const services = await this.stormwall.services.list();
    const feed = await this.reestro.crypto.events.list();
    const failure = await this.stormwall.domains.get(1, 1).catch((error: unknown) => error);
    return {
      astral: event?.code,
      packet,
      stormwall: services.items.length,
      reestro: feed.events.length,
      failure: isNotFoundError(failure) ? failure.code : String(failure),
      webhooks: this.webhooks.seen,
    };
  }
}
