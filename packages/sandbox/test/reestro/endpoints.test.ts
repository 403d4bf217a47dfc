import { createSandbox, manualClock } from '@partner-apis/sandbox';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

/** A sandbox whose clock stands still, and a way to ask it as its partner, without any client. */
function open() {
  const clock = manualClock();
  const sandbox = createSandbox({ clock });
  const { orgId, apiKey } = sandbox.reestro.organization();
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await sandbox.fetch(
      'reestro',
      new Request(`http://reestro.test/realty${path}`, {
        method,
        headers: {
          authorization: `ReestroAuth apiKey=${apiKey}&portal.orgid=${orgId}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const json = /json/i.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  };
  const subject = async (): Promise<string> =>
    (await ask('POST', '/entity/v1/subjects', { person: { surname: 'A' } })).json.subjectId;
  const form = async (): Promise<string> =>
    (await ask('POST', '/crypto/v2/certificate-forms', { person: await subject() })).json.formId;
  return { sandbox, clock, ask, subject, form };
}

const FORMS = '/crypto/v2/certificate-forms';
const GUID = '1f3ba8ad-b868-46f2-9088-56aa2753bc88';

describe('certificate forms', () => {
  test('are released once their work is done, and raise one event with files that can be read', async () => {
    const { sandbox, clock, ask, form } = open();
    const id = await form();
    const { contentId } = sandbox.reestro.addContent('scan');
    expect((await ask('POST', `${FORMS}/${id}/release`, { contentId })).json.formState).toBe('Releasing');
    expect((await ask('POST', `${FORMS}/${id}/release`, { contentId })).status).toBe(400);
    expect(sandbox.reestro.events()).toEqual([]);
    clock.advance(50);
    expect((await ask('GET', `${FORMS}/${id}`)).json.formState).toBe('Released');
    const { events } = (await ask('GET', '/crypto/v2/events')).json;
    expect(events).toMatchObject([{ certificateId: id, certificateFormEvent: { formState: 'Released' } }]);
    const { contentId: file, md5 } = events[0].certificateFormEvent.certificate;
    const { text } = await ask('GET', `/drive/v2/contents/${file}`);
    expect(createHash('md5').update(text).digest('hex').toUpperCase()).toBe(md5);
  });

  test('have a tag that changes with them', async () => {
    const { ask, form } = open();
    const id = await form();
    const first = await ask('GET', `${FORMS}/${id}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^\d+$/);
    const same = await ask('GET', `${FORMS}/${id}`, undefined, { 'if-none-match': etag });
    expect(same).toMatchObject({ status: 304, text: '' });
    await ask('PATCH', `${FORMS}/${id}`, [{ op: 'add', path: 'documents', value: [{}] }]);
    expect((await ask('GET', `${FORMS}/${id}`, undefined, { 'if-none-match': etag })).status).toBe(200);
  });

  test.each([
    ['POST', FORMS, {}],
    ['POST', FORMS, { person: GUID }],
    ['POST', FORMS, { person: 'x' }],
    ['POST', FORMS, '{'],
    ['GET', `${FORMS}?person=${GUID}`, undefined],
    ['POST', '/entity/v1/subjects', { person: {}, organization: {} }],
    ['POST', '/entity/v1/subjects', { person: { dateBirth: '31.01.1990' } }],
    ['POST', '/entity/v1/subjects/requisites', { requisiteType: 'snils', inn: {} }],
    ['POST', '/rosreestr/v2/docflows', { objectExtract: { objects: [{ cadastralNumber: '1' }] } }],
    ['POST', '/rosreestr/v2/docflows', { action: {}, package: {} }],
    ['GET', '/rosreestr/v2/monitorings?count=0', undefined],
    ['POST', '/assessment/v1/checks', { fssp: {} }],
    ['GET', '/web/inspection-api/v1/elements?ids=a&count=5', undefined],
    ['GET', '/address/v2/objects/1', undefined],
  ])('%s %s with %j is 400', async (method, path, body) => {
    const { ask } = open();
    const { status, json } = await ask(method, path, body);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'validation' });
  });

  test('another Content-Type is 415, an unknown form 404, somebody else’s too', async () => {
    const { sandbox, ask, form } = open();
    expect((await ask('POST', FORMS, {}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await ask('GET', `${FORMS}/${GUID}`)).status).toBe(404);
    const id = await form();
    const { apiKey, orgId } = sandbox.reestro.organization('other');
    const authorization = `ReestroAuth apiKey=${apiKey}&portal.orgid=${orgId}`;
    expect((await ask('GET', `${FORMS}/${id}`, undefined, { authorization })).status).toBe(404);
    expect((await ask('GET', `${FORMS}/${id}`, undefined, { authorization: 'x' })).status).toBe(401);
  });
});

test('document flows go on by themselves and are told of in their own feed', async () => {
  const { clock, ask } = open();
  const body = { objectExtract: { extractType: 'Base', objects: [{ cadastralNumber: '1:2:3:4' }] } };
  const { docflowId } = (await ask('POST', '/rosreestr/v2/docflows', body)).json;
  expect((await ask('POST', `/rosreestr/v2/docflows/${docflowId}/send`)).json.docflowState).toBe('Sending');
  expect((await ask('PATCH', `/rosreestr/v2/docflows/${docflowId}`, body)).status).toBe(400);
  clock.advance(100);
  const { events, lastEventId } = (await ask('GET', '/rosreestr/v2/events')).json;
  expect(events.map((event: { docflowState: string }) => event.docflowState)).toEqual([
    'Accepted',
    'Processed',
  ]);
  expect((await ask('GET', `/rosreestr/v2/events?afterEventId=${lastEventId}`)).json.events).toEqual([]);
  expect((await ask('GET', '/crypto/v2/events')).json.events).toEqual([]);
});

test('faults meet every operation, and a reset forgets everything, work that is under way too', async () => {
  const { sandbox, clock, ask, form } = open();
  const id = await form();
  const { contentId } = sandbox.reestro.addContent('scan');
  sandbox.faults.inject({
    vendor: 'reestro',
    operation: 'contents.download',
    kind: 'status',
    status: 503,
    times: 1,
  });
  expect((await ask('GET', `/drive/v2/contents/${contentId}`)).status).toBe(503);
  expect((await ask('GET', `/drive/v2/contents/${contentId}`)).status).toBe(200);
  await ask('POST', `${FORMS}/${id}/release`, { contentId });
  await sandbox.reset();
  clock.advance(1_000);
  expect(sandbox.reestro.events()).toEqual([]);
  expect((await ask('GET', `${FORMS}/${id}`)).status).toBe(404);
});
