import {
  ConfigurationError,
  isRequestValidationError,
  type ReestroClient,
  type ReestroOptions,
} from '@partner-apis/reestro';
import { describe, expect, test } from 'vitest';
import { json, rejection, stubServer, text } from '@partner-apis/test-kit';
import { clientFor, withSandbox } from './support/reestro.ts';

type Call = (reestro: ReestroClient) => PromiseLike<unknown>;
// Boundary: what a program without types can do.
const bad = (value: unknown): never => value as never;

const refused: [string, string, Call][] = [
  ['no person', 'person', (r) => r.crypto.forms.create(bad({}))],
  ['a member nobody knows', '', (r) => r.crypto.forms.create(bad({ person: 'a', persons: [] }))],
  ['an empty id', 'formId', (r) => r.crypto.forms.get('')],
  ['a tag with a line break', 'ifNoneMatch', (r) => r.crypto.forms.get('a', { ifNoneMatch: 'a\r\nb' })],
  ['an unknown change', '0.op', (r) => r.crypto.forms.update('a', bad([{ op: 'remove', path: 'x' }]))],
  ['no changes', '', (r) => r.crypto.forms.update('a', [])],
  ['no file', 'contentId', (r) => r.crypto.forms.release('a', bad({}))],
  ['a wrong MD5', 'md5', (r) => r.crypto.forms.release('a', { contentId: 'a', md5: 'x' })],
  ['an unknown application', 'statementType', (r) => r.crypto.forms.render('a', bad('release'))],
  [
    'no signatures',
    'signatures',
    (r) => r.crypto.signatures.verify(bad({ contentInfo: { contentId: 'a' } })),
  ],
  ['nothing to verify', '', (r) => r.crypto.signatures.verify(bad(undefined))],
  ['two descriptions', 'action', (r) => r.rosreestr.docflows.create({ action: {}, package: {} })],
  ['no description', '', (r) => r.rosreestr.docflows.create({})],
  ['a count of 0', 'count', (r) => r.rosreestr.monitorings.list({ count: 0 })],
  [
    'two kinds of subject',
    'organization',
    (r) => r.entities.subjects.create({ person: {}, organization: {} }),
  ],
  [
    'the other name of a date',
    'person.birthDate',
    (r) => r.entities.subjects.create({ person: { birthDate: 'x' } }),
  ],
  [
    'a date that is none',
    'person.dateBirth',
    (r) => r.entities.subjects.create({ person: { dateBirth: '31.01.1990' } }),
  ],
  [
    'the first name of a date',
    'person.dateBirth',
    (r) => r.assessment.subjects.create({ person: { dateBirth: '1990-01-31' } }),
  ],
  ['no agent', 'agent', (r) => r.entities.representatives.create(bad({ principal: { subjectId: 'a' } }))],
  ['no kind of check', '', (r) => r.assessment.checks.create({ externalId: 'a' })],
  ['a moment that is none', 'from', (r) => r.assessment.checks.list({ from: 'yesterday' })],
  ['checks and groups', 'groups', (r) => r.assessment.checks.analytics({ checks: ['a'], groups: ['b'] })],
  ['no address', 'address', (r) => r.addresses.parse('')],
  ['no service', 'serviceId', (r) => r.billing.operations(bad({}))],
  ['no meeting', 'meeting', (r) => r.identification.createTask(bad({ bankNotice: {} }))],
  ['more than 50', 'count', (r) => r.inspection.events.list({ count: 51 })],
  ['ids and a page', 'count', (r) => r.inspection.elements.list({ ids: ['a'], count: 5 })],
  ['a long name', 'name', (r) => r.inspection.plans.create({ roomIds: [], name: 'x'.repeat(51) })],
];

test.each(refused)('%s is refused before anything is sent', async (_, path, call) => {
  await using server = await stubServer(json({}));
  const error = await rejection(call(clientFor(server.url)));
  if (!isRequestValidationError(error)) throw error;
  expect(error.issues.map((issue) => issue.path.filter((key) => key !== 'body').join('.'))).toContain(path);
  expect(server.requests).toHaveLength(0);
});

describe('what is sent', () => {
  test('findInn puts the person under inn', async () => {
    await using server = await stubServer(json({ inn: '1' }));
    const person = { name: 'A', surname: 'B', dateBirth: '1990-01-31' };
    await clientFor(server.url).entities.subjects.findInn(person);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ requisiteType: 'inn', inn: person });
  });

  test('the tag goes out as it came, beside the headers of the call', async () => {
    await using server = await stubServer(
      (_, response) => void response.writeHead(304, { etag: 'new' }).end(),
    );
    const read = await clientFor(server.url).rosreestr.docflows.get('a', {
      ifNoneMatch: '1546115339670',
      headers: { 'x-own': '1' },
    });
    expect(read).toEqual({ modified: false, etag: 'new' });
    expect(server.requests[0]?.headers).toMatchObject({ 'if-none-match': '1546115339670', 'x-own': '1' });
  });

  test('other base paths, the longest that fits', async () => {
    await using server = await stubServer(json({ subjectId: 'a', checkId: 'a' }));
    const reestro = clientFor(server.url, {
      basePaths: { entity: '/entity/v1', representatives: '/entity/v1/representative' },
    });
    await reestro.entities.subjects.create({ person: {} });
    await reestro.entities.representatives.get('a'.repeat(72));
    await reestro.assessment.checks.get('a');
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/entity/v1/subjects',
      `/entity/v1/representative/${'a'.repeat(72)}`,
      '/realty/assessment/v1/checks/a',
    ]);
    for (const entity of ['entity', '/a/', '/a?b', '/a/../b'])
      expect(() => clientFor(server.url, { basePaths: { entity } })).toThrow(ConfigurationError);
    // Boundary: what a program without types can do.
    const options: Partial<ReestroOptions> = { basePaths: bad({ entities: '/a' }) };
    expect(() => clientFor(server.url, options)).toThrow('entities');
  });

  test.each([
    ['crypto.forms.create', (r) => r.crypto.forms.create({ person: 'a' })],
    ['crypto.forms.release', (r) => r.crypto.forms.release('a', { contentId: 'a' })],
    ['rosreestr.docflows.send', (r) => r.rosreestr.docflows.send('a')],
    ['assessment.checks.create', (r) => r.assessment.checks.create({ fssp: { subjectId: 'a' } })],
  ] satisfies [string, Call][])('%s is never repeated by itself', async (_, call) => {
    await using server = await stubServer(text('', 503));
    const error = await rejection(call(clientFor(server.url)));
    expect(error).toMatchObject({ code: 'SERVER' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('what comes back', () => {
  test.each([
    ['', 204, undefined],
    ['', 200, undefined],
    ['{"a":1}', 200, { a: 1 }],
  ])('an answer that no page shows: %j with %i', async (body, status, expected) => {
    await using server = await stubServer(text(body, status, 'application/json'));
    expect(await clientFor(server.url).crypto.forms.release('a', { contentId: 'a' })).toEqual(expected);
  });

  test('one name where the pages have two, one spelling where they have several', async () => {
    const wire = {
      docflowId: 'a',
      docflowState: 'waitingServicePayment',
      encumbrances: { x: 1 },
      objectExtract: { objectExtractType: 'base', object: { cadastralNumber: '1:1:1:1' } },
      descendants: null,
    };
    await using server = await stubServer(json(wire));
    const flow = await clientFor(server.url).rosreestr.docflows.send('a');
    expect(flow.docflowState).toBe('WaitingServicePayment');
    expect(flow.encumbrance).toEqual({ x: 1 });
    expect(flow.objectExtract).toMatchObject({
      extractType: 'Base',
      objects: [{ cadastralNumber: '1:1:1:1' }],
    });
    await using other = await stubServer(json({ id: '5f', elementIds: ['1'], soleProprietor: null }));
    expect(await clientFor(other.url).inspection.workers.get('5f')).toMatchObject({ elementsIds: ['1'] });
  });

  test.each([
    ['12345', 12345],
    [12345, 12345],
    ['many', undefined],
    [null, undefined],
  ])('a size of %j', async (size, expected) => {
    const signature = { contentId: 'a', size };
    await using server = await stubServer(json([{ signature, verdict: true }]));
    const [first] = await clientFor(server.url).crypto.signatures.verify({
      contentInfo: { contentId: 'b' },
      signatures: [{ contentId: 'a' }],
    });
    expect(first?.signature?.size).toBe(expected);
    expect(first).toHaveProperty('verdict', true);
  });
});

test('every part works against the sandbox', async () => {
  const { sandbox, reestro } = await withSandbox();
  const principal = await reestro.entities.subjects.create({ organization: { name: 'ООО' } });
  const agent = await reestro.entities.subjects.create({ person: { surname: 'Иванова' } });
  await reestro.entities.subjects.replace(agent.subjectId, { person: { surname: 'Петрова' } });
  const { representativeId = '' } = await reestro.entities.representatives.create({
    principal: { subjectId: principal.subjectId },
    agent: { subjectId: agent.subjectId },
    representativeType: 'Confidant',
    post: 'директор',
  });
  expect(representativeId).toBe(principal.subjectId + agent.subjectId);
  await reestro.entities.representatives.replace(representativeId, { post: 'юрист' });
  expect(await reestro.entities.representatives.get(representativeId)).toMatchObject({ post: 'юрист' });

  const { subjectId } = await reestro.assessment.subjects.create(
    { person: { birthDate: '1990-01-31' } },
    { resolveInn: true },
  );
  expect(await reestro.assessment.subjects.get(subjectId)).toMatchObject({ subjectId });
  const { checkId } = await reestro.assessment.checks.create({ fssp: { subjectId } });
  expect(await reestro.assessment.checks.get(checkId)).toMatchObject({ modified: true, data: { checkId } });
  expect(await reestro.assessment.checks.analytics({ checks: [checkId] })).toHaveProperty('risks');
  const group = await reestro.assessment.groups.create({ externalId: 'g', requests: [{}] });
  expect((await reestro.assessment.groups.get(group.groupId)).progress).toMatchObject({ total: 1 });

  const number = '66:41:0204016:10';
  sandbox.reestro.addEstateObject(number, { address: 'Екатеринбург, улица Малышева' });
  expect(await reestro.addresses.getObject(number)).toMatchObject({ cadastralNumber: number });
  expect(await reestro.addresses.getObject('1:1:1:1')).toEqual({});
  expect(await reestro.addresses.getAddress(number)).toMatchObject({ cadastralNumber: number });
  expect(await reestro.addresses.parse('Екатеринбург, улица Малышева')).toHaveProperty('items');
  expect(await reestro.addresses.findObjects({ address: 'улица Малышева' })).toMatchObject({ items: [{}] });
  const [balance] = (await reestro.billing.balance()).items;
  const booked = await reestro.billing.operations({ serviceId: balance?.id ?? '', count: 1 });
  expect(booked).toMatchObject({ operations: [{ serviceId: balance?.id }], token: '1' });
  await reestro.identification.createTask({ bankNotice: {}, meeting: {} });

  const roomId = sandbox.reestro.addInspectionItem('room', { name: 'кухня' });
  expect(await reestro.inspection.rooms.get(roomId)).toMatchObject({ name: 'кухня' });
  expect((await reestro.inspection.plans.create({ roomIds: [roomId], name: 'план' })).id).not.toBe('');
  const worker = await reestro.inspection.workers.create({ ogrn: '1', notification: {}, elementsIds: ['1'] });
  expect(await reestro.inspection.workers.get(worker.id)).toMatchObject({ elementsIds: ['1'] });
  const ownerId = sandbox.reestro.addInspectionItem('owner', { person: {} });
  await reestro.inspection.subjects.replace(ownerId, { person: { surname: 'A' }, contracts: [] });
  expect((await reestro.inspection.subjects.list({})).items).toMatchObject([{ person: { surname: 'A' } }]);
  const agentId = sandbox.reestro.addInspectionItem('ownerRepresentative', {});
  await reestro.inspection.representatives.replace(agentId, { attorney: {} });
});
