import { AsnaClient } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import type { Transport } from '@partner-apis/core';
import { ReestroClient } from '@partner-apis/reestro';
import type { Sandbox, SandboxServer } from '@partner-apis/sandbox';
import { StormwallClient, StormwallV2Client, StormwallV3Client } from '@partner-apis/stormwall';

/** A client of every vendor. */
export interface Clients {
  readonly astral: AstralClient;
  readonly stormwall: StormwallClient;
  readonly v2: StormwallV2Client;
  readonly v3: StormwallV3Client;
  readonly asna: AsnaClient;
  readonly reestro: ReestroClient;
}

/** Clients of a sandbox over one transport. */
export function clientsOf(sandbox: Sandbox, server: SandboxServer, transport: Transport): Clients {
  const { urls, credentials } = server;
  const common = { transport, retry: false } as const;
  return {
    astral: new AstralClient({ baseUrl: urls.astral, ...credentials.astral, ...common }),
    stormwall: new StormwallClient({ baseUrl: urls.stormwall, ...credentials.stormwall, ...common }),
    v2: new StormwallV2Client({ baseUrl: `${urls.stormwall}/v2`, ...credentials.stormwall, ...common }),
    v3: new StormwallV3Client({ baseUrl: urls.stormwall, apiKey: sandbox.stormwall.apiKey(), ...common }),
    asna: new AsnaClient({ baseUrl: urls.asna, ...credentials.asna, ...common }),
    reestro: new ReestroClient({ baseUrl: urls.reestro, ...credentials.reestro, ...common }),
  };
}

/** What has to be there before the tour, and the ids of it. */
export function prepare(sandbox: Sandbox, server: SandboxServer) {
  sandbox.asna.configure({ acceptedMs: 0, processingMs: 0 });
  sandbox.stormwall.configureV3({ certificateMs: 0 });
  sandbox.reestro.addEvent('released');
  sandbox.reestro.addMonitoring({ address: 'x' });
  const estate = '66:41:0204016:10';
  sandbox.reestro.addEstateObject(estate, { address: 'Екатеринбург, улица Малышева' });
  return {
    participant: sandbox.astral.participant().id,
    store: server.credentials.asna.auth.clientId,
    order: sandbox.asna.addOrder(),
    estate,
    content: sandbox.reestro.addContent('signed and scanned').contentId,
    room: sandbox.reestro.addInspectionItem('room', { name: 'кухня' }),
    owner: sandbox.reestro.addInspectionItem('owner', { person: {} }),
    agent: sandbox.reestro.addInspectionItem('ownerRepresentative', {}),
    inspection: sandbox.reestro.addInspectionItem('inspection'),
  };
}

type Facts = ReturnType<typeof prepare>;

/** Calls every operation of every vendor once at least; what each resolved to, or how it failed. */
export async function tour(clients: Clients, facts: Facts): Promise<unknown[]> {
  return [
    ...(await astralTour(clients.astral, facts)),
    ...(await stormwallTour(clients)),
    ...(await asnaTour(clients.asna, facts)),
    ...(await reestroTour(clients.reestro, facts)),
  ];
}

async function astralTour(astral: AstralClient, { participant }: Facts): Promise<unknown[]> {
  const ping = await astral.ping();
  const { events } = await astral.events.publish({
    code: 'tour',
    consumer: [participant],
    data: { text: 'привет' },
  });
  const id = events[0]?.id ?? '';
  const polled = await astral.events.poll({ timeout: 60 });
  const got = await astral.events.get(id);
  await astral.events.confirm([id]);
  const { id: packetId } = await astral.packets.upload([{ name: 'a.txt', data: 'text' }]);
  const packet = await astral.packets.get(packetId);
  const ref = { packetId, fileId: packet.files[0]?.id ?? '' };
  const described = await astral.files.get(ref);
  const bytes = await (await astral.files.download(ref)).bytes();
  const names: string[] = [];
  for await (const file of await astral.packets.download(packetId)) {
    names.push(file.name);
    await file.bytes();
  }
  await astral.files.delete(ref);
  return [ping.ok, got, polled, packet, described, Buffer.from(bytes).toString(), names];
}

async function stormwallTour({ stormwall, v2, v3 }: Clients): Promise<unknown[]> {
  const results: unknown[] = [
    (await stormwall.services.list()).items,
    (await stormwall.domains.list(1)).items,
    await stormwall.domains.get(1, 2),
    await stormwall.domains.stats(1, [2, 3]),
    await stormwall.blacklist.add(1, 2, ['203.0.113.7']),
    (await stormwall.blacklist.list(1, 2)).items,
    await stormwall.blacklist.remove(1, 2, ['203.0.113.7']),
  ];
  const window = { fromTime: 1_700_000_000_000, toTime: 1_700_000_060_000 };
  results.push(
    (await v2.attacks.list()).totalCount,
    (await v2.attacks.list({ serviceId: 1 })).totalCount,
    (await v2.attacks.list({ serviceId: 1, domainId: 2 })).totalCount,
    await v2.traffic.l3(1, window),
    await v2.traffic.l7(1, 2, window),
    await v2.percentile.l3(1, { toTime: window.toTime }),
    await v2.percentile.l7(1, { toTime: window.toTime }),
  );
  const { id } = await v3.domains.create(1, { name: 'tour.example' });
  const added = await v3.backends.add(id, { backend: { ip: '192.0.2.7', port: 80 }, domain: { port: 80 } });
  await v3.domains.assignProtectedIps(id, ['203.0.113.9']);
  await v3.ssl.requestLetsEncrypt(id);
  await v3.redirects.set(id, { useRedirectToHttps: 1 });
  results.push(
    (await v3.services.list()).items,
    (await v3.domains.list({ serviceId: 1 })).items,
    await v3.domains.get(id),
    await v3.domains.ips(id),
    (await v3.backends.list(id)).items,
    await v3.ssl.get(id),
    await v3.dns.list(id),
  );
  await v3.backends.remove(id, Number(added.id));
  const origin = { ip: '192.0.2.8', port: 8080 };
  await v3.proxiedPorts.replace(id, [{ port: 80, useSsl: false, isWs: false, backends: [origin] }]);
  await v3.domains.delete(id);
  return results;
}

async function asnaTour(asna: AsnaClient, { store, order }: Facts): Promise<unknown[]> {
  const date = '2026-11-27T09:00:00.000Z';
  const subscription = { clientId: store, url: 'https://pharmacy.example/hook' };
  await asna.subscriptions.create('stocks_full', subscription);
  await asna.subscriptions.update('stocks_full', subscription);
  await asna.subscriptions.delete('stocks_full', { clientId: store });
  const stocks = [{ prtId: '1', nnt: 1001, qnt: 5 }];
  const sent = await asna.stocks.replace(store, { date, stocks });
  const status = sent.state === 'accepted' ? await asna.messages.getStatus(sent.messageId ?? '') : undefined;
  await asna.stocks.update(store, { date, stocks });
  await asna.preorders.replace(store, { preorders: [{ nnt: 1 }] });
  await asna.preorders.update(store, { preorders: [{ nnt: 1 }] });
  const statusId = '0e238a6a-c9f7-435f-9f9e-a9257e613870';
  return [
    Object.keys(await asna.webhooks.getKey()),
    status,
    await asna.schemas.validate('stocks', { date, stocks }),
    await asna.stocks.get(store),
    await asna.preorders.get(store),
    await asna.stores.list(),
    await asna.references.goods({ count: 3 }),
    await asna.references.goodsLinks(),
    await asna.assortment.get(store),
    (await asna.orders.pull(store)).rows,
    await asna.orders.push(store, { statuses: [{ statusId, orderId: order, status: 200, date }] }),
  ];
}

async function reestroTour(reestro: ReestroClient, facts: Facts): Promise<unknown[]> {
  const { entities, assessment, crypto, rosreestr, addresses, billing, inspection } = reestro;
  const principal = await entities.subjects.create({ organization: { name: 'ООО' } });
  const person = await entities.subjects.create({ person: { surname: 'Иванова' } });
  await entities.subjects.replace(person.subjectId, { person: { surname: 'Петрова' } });
  const inn = await entities.subjects.findInn({ name: 'Анна', surname: 'Иванова', dateBirth: '1990-01-31' });
  const { representativeId = '' } = await entities.representatives.create({
    principal: { subjectId: principal.subjectId },
    agent: { subjectId: person.subjectId },
    representativeType: 'Confidant',
    post: 'директор',
  });
  await entities.representatives.replace(representativeId, { post: 'юрист' });
  const { formId } = await crypto.forms.create({ externalId: 'tour', person: person.subjectId });
  await crypto.forms.update(formId, [{ op: 'add', path: 'documents', value: [{ type: 'snils' }] }]);
  const application = await (await crypto.forms.render(formId, 'releaseStatement')).bytes();
  await crypto.forms.release(formId, { contentId: facts.content, contentType: 'pdf' });
  const { docflowId } = await rosreestr.docflows.create({ package: {} });
  await rosreestr.docflows.update(docflowId, { package: {} });
  const docflow = await rosreestr.docflows.get(docflowId);
  await rosreestr.docflows.send(docflowId);
  const { subjectId } = await assessment.subjects.create({ person: { birthDate: '1990-01-31' } });
  const { checkId } = await assessment.checks.create({ fssp: { subjectId } });
  const { groupId } = await assessment.groups.create({ externalId: 'g', requests: [{}] });
  const [balance] = (await billing.balance()).items;
  const worker = await inspection.workers.create({ ogrn: '1', notification: {}, elementsIds: ['1'] });
  await inspection.subjects.replace(facts.owner, { person: { surname: 'A' }, contracts: [] });
  await inspection.representatives.replace(facts.agent, { attorney: {} });
  return [
    inn,
    await entities.representatives.get(representativeId),
    application.byteLength,
    await crypto.forms.get(formId),
    await crypto.forms.list({ externalId: 'tour' }),
    await crypto.events.list(),
    await crypto.signatures.verify({
      contentInfo: { contentId: facts.content },
      signatures: [{ contentId: facts.content }],
    }),
    Buffer.from(await (await reestro.contents.download(facts.content)).bytes()).toString(),
    docflow,
    await rosreestr.events.list(),
    await rosreestr.monitorings.list(),
    await rosreestr.monitorings.events.list(),
    await assessment.subjects.get(subjectId),
    await assessment.checks.list(),
    await assessment.checks.get(checkId),
    await assessment.checks.analytics({ checks: [checkId] }),
    await assessment.groups.get(groupId),
    await assessment.events.list(),
    await addresses.findObjects({ address: 'улица Малышева' }),
    await addresses.getObject(facts.estate),
    await addresses.getAddress(facts.estate),
    await addresses.parse('Екатеринбург, улица Малышева'),
    await billing.operations({ serviceId: balance?.id ?? '', count: 1 }),
    await reestro.identification.createTask({ bankNotice: {}, meeting: {} }),
    await inspection.events.list(),
    await inspection.inspections.list(),
    await inspection.inspections.finishRepair(facts.inspection),
    await inspection.subjects.list({}),
    await inspection.buildings.list(),
    await inspection.rooms.get(facts.room),
    await inspection.plans.create({ roomIds: [facts.room], name: 'план' }),
    await inspection.elements.list(),
    await inspection.workers.get(worker.id),
  ];
}
