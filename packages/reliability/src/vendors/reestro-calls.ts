import type { ReestroClient } from '@partner-apis/reestro';
import type { Calls } from './calls.ts';
import type { Facts } from './world.ts';

async function person({ entities }: ReestroClient): Promise<string> {
  return (await entities.subjects.create({ person: { surname: 'Иванова' } })).subjectId;
}

async function representative(reestro: ReestroClient): Promise<string> {
  const made = await reestro.entities.representatives.create(await delegation(reestro));
  return made.representativeId ?? '';
}

async function delegation(reestro: ReestroClient) {
  const { subjectId } = await reestro.entities.subjects.create({ organization: { name: 'ООО' } });
  return {
    principal: { subjectId },
    agent: { subjectId: await person(reestro) },
    representativeType: 'Confidant',
    post: 'директор',
  } as const;
}

async function form(reestro: ReestroClient, { unique }: Facts): Promise<string> {
  const subject = await person(reestro);
  return (await reestro.crypto.forms.create({ externalId: unique(), person: subject })).formId;
}

async function docflow({ rosreestr }: ReestroClient): Promise<string> {
  return (await rosreestr.docflows.create({ package: {} })).docflowId;
}

async function assessed({ assessment }: ReestroClient): Promise<string> {
  return (await assessment.subjects.create({ person: { birthDate: '1990-01-31' } })).subjectId;
}

async function check(reestro: ReestroClient): Promise<string> {
  return (await reestro.assessment.checks.create({ fssp: { subjectId: await assessed(reestro) } })).checkId;
}

const worker = { ogrn: '1', notification: {}, elementsIds: ['1'] };

const withoutFiles: Calls<ReestroClient> = {
  'crypto.events.list': (reestro) => () => reestro.crypto.events.list(),
  'crypto.forms.create': async (reestro, { unique }) => {
    const subject = await person(reestro);
    return () => reestro.crypto.forms.create({ externalId: unique(), person: subject });
  },
  'crypto.forms.list': (reestro) => () => reestro.crypto.forms.list({ externalId: 'tried-1' }),
  'crypto.forms.get': async (reestro, facts) => {
    const id = await form(reestro, facts);
    return () => reestro.crypto.forms.get(id);
  },
  'crypto.forms.update': async (reestro, facts) => {
    const id = await form(reestro, facts);
    const changes = [{ op: 'add', path: 'documents', value: [{ type: 'snils' }] }] as const;
    return () => reestro.crypto.forms.update(id, changes);
  },
  'crypto.forms.release': async (reestro, facts) => {
    const id = await form(reestro, facts);
    return () => reestro.crypto.forms.release(id, { contentId: facts.content, contentType: 'pdf' });
  },
  'crypto.signatures.verify':
    (reestro, { content }) =>
    () =>
      reestro.crypto.signatures.verify({
        contentInfo: { contentId: content },
        signatures: [{ contentId: content }],
      }),
  'rosreestr.docflows.create': (reestro) => () => reestro.rosreestr.docflows.create({ package: {} }),
  'rosreestr.docflows.get': async (reestro) => {
    const id = await docflow(reestro);
    return () => reestro.rosreestr.docflows.get(id);
  },
  'rosreestr.docflows.update': async (reestro) => {
    const id = await docflow(reestro);
    return () => reestro.rosreestr.docflows.update(id, { package: {} });
  },
  'rosreestr.docflows.send': async (reestro) => {
    const id = await docflow(reestro);
    return () => reestro.rosreestr.docflows.send(id);
  },
  'rosreestr.events.list': (reestro) => () => reestro.rosreestr.events.list(),
  'rosreestr.monitorings.list': (reestro) => () => reestro.rosreestr.monitorings.list(),
  'rosreestr.monitorings.events.list': (reestro) => () => reestro.rosreestr.monitorings.events.list(),
  'entities.subjects.create': (reestro) => () => person(reestro),
  'entities.subjects.replace': async (reestro) => {
    const id = await person(reestro);
    return () => reestro.entities.subjects.replace(id, { person: { surname: 'Петрова' } });
  },
  'entities.subjects.findInn': (reestro) => () =>
    reestro.entities.subjects.findInn({ name: 'Анна', surname: 'Иванова', dateBirth: '1990-01-31' }),
  'entities.representatives.create': async (reestro) => {
    const made = await delegation(reestro);
    return () => reestro.entities.representatives.create(made);
  },
  'entities.representatives.get': async (reestro) => {
    const id = await representative(reestro);
    return () => reestro.entities.representatives.get(id);
  },
  'entities.representatives.replace': async (reestro) => {
    const id = await representative(reestro);
    return () => reestro.entities.representatives.replace(id, { post: 'юрист' });
  },
  'assessment.subjects.create': (reestro) => () => assessed(reestro),
  'assessment.subjects.get': async (reestro) => {
    const id = await assessed(reestro);
    return () => reestro.assessment.subjects.get(id);
  },
  'assessment.checks.create': async (reestro) => {
    const subjectId = await assessed(reestro);
    return () => reestro.assessment.checks.create({ fssp: { subjectId } });
  },
  'assessment.checks.list': (reestro) => () => reestro.assessment.checks.list(),
  'assessment.checks.get': async (reestro) => {
    const id = await check(reestro);
    return () => reestro.assessment.checks.get(id);
  },
  'assessment.checks.analytics': async (reestro) => {
    const id = await check(reestro);
    return () => reestro.assessment.checks.analytics({ checks: [id] });
  },
  'assessment.groups.create':
    (reestro, { unique }) =>
    () =>
      reestro.assessment.groups.create({ externalId: unique(), requests: [{}] }),
  'assessment.groups.get': async (reestro, { unique }) => {
    const { groupId } = await reestro.assessment.groups.create({ externalId: unique(), requests: [{}] });
    return () => reestro.assessment.groups.get(groupId);
  },
  'assessment.events.list': (reestro) => () => reestro.assessment.events.list(),
  'addresses.findObjects': (reestro) => () => reestro.addresses.findObjects({ address: 'улица Малышева' }),
  'addresses.getObject': (reestro, facts) => () => reestro.addresses.getObject(facts.estate),
  'addresses.getAddress': (reestro, facts) => () => reestro.addresses.getAddress(facts.estate),
  'addresses.parse': (reestro) => () => reestro.addresses.parse('Екатеринбург, улица Малышева'),
  'billing.balance': (reestro) => () => reestro.billing.balance(),
  'billing.operations': async (reestro) => {
    const [balance] = (await reestro.billing.balance()).items;
    return () => reestro.billing.operations({ serviceId: balance?.id ?? '', count: 1 });
  },
  'identification.createTask': (reestro) => () =>
    reestro.identification.createTask({ bankNotice: {}, meeting: {} }),
  'inspection.events.list': (reestro) => () => reestro.inspection.events.list(),
  'inspection.inspections.list': (reestro) => () => reestro.inspection.inspections.list(),
  'inspection.inspections.finishRepair': (reestro, facts) => {
    const id = facts.inspection();
    return () => reestro.inspection.inspections.finishRepair(id);
  },
  'inspection.subjects.list': (reestro) => () => reestro.inspection.subjects.list({}),
  'inspection.subjects.replace': (reestro, facts) => () =>
    reestro.inspection.subjects.replace(facts.owner, { person: { surname: 'A' }, contracts: [] }),
  'inspection.representatives.replace': (reestro, facts) => () =>
    reestro.inspection.representatives.replace(facts.agent, { attorney: {} }),
  'inspection.buildings.list': (reestro) => () => reestro.inspection.buildings.list(),
  'inspection.rooms.get': (reestro, facts) => () => reestro.inspection.rooms.get(facts.room),
  'inspection.plans.create': (reestro, facts) => () =>
    reestro.inspection.plans.create({ roomIds: [facts.room], name: 'план' }),
  'inspection.elements.list': (reestro) => () => reestro.inspection.elements.list(),
  'inspection.workers.create': (reestro) => () => reestro.inspection.workers.create(worker),
  'inspection.workers.get': async (reestro) => {
    const { id } = await reestro.inspection.workers.create(worker);
    return () => reestro.inspection.workers.get(id);
  },
};

export const reestroCalls: Calls<ReestroClient> = {
  ...withoutFiles,
  'contents.download':
    (reestro, { content }) =>
    async () =>
      (await reestro.contents.download(content)).bytes(),
  'crypto.forms.render': async (reestro, facts) => {
    const id = await form(reestro, facts);
    return async () => (await reestro.crypto.forms.render(id, 'releaseStatement')).bytes();
  },
};
