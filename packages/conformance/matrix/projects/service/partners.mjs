// What every server here has: a client of each vendor, a receiver of webhooks, and a report of what came back.
import { AsnaClient, createWebhookReceiver } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { ReestroClient } from '@partner-apis/reestro';
import { isNotFoundError, StormwallClient } from '@partner-apis/stormwall';

export function createPartners() {
  const astral = AstralClient.fromEnv();
  const stormwall = StormwallClient.fromEnv();
  const asna = AsnaClient.fromEnv();
  const reestro = ReestroClient.fromEnv();
  /** @type {string[]} */
  const webhooks = [];

  const receiver = createWebhookReceiver({ secrets: asna.webhooks.secretSupplier() }).on(
    'stocks_full',
    (event) => {
      webhooks.push(event.MessageId);
    },
  );

  async function report() {
    const [event] = await astral.events.poll({ timeout: 10 });
    const { id } = await astral.packets.upload([{ name: 'a.txt', data: 'a packet' }]);
    let packet = '';
    for await (const file of await astral.packets.download(id)) packet += await file.text();
    const services = await stormwall.services.list();
    const feed = await reestro.crypto.events.list();
    /** @type {unknown} */
    const failure = await stormwall.domains.get(1, 1).catch((error) => error);
    return {
      astral: event?.code,
      packet,
      stormwall: services.items.length,
      reestro: feed.events.length,
      failure: isNotFoundError(failure) ? failure.code : String(failure),
      webhooks,
    };
  }

  return { receiver, report };
}
