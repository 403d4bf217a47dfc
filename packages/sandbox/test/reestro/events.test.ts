import { createSandbox, manualClock, type Sandbox } from '@partner-apis/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';

const PATH = '/realty/crypto/v2/events';
const DAY = 86_400_000;

/** What the feed answers, on the wire. */
interface Answered {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly lastEventId: unknown;
  readonly ids: readonly unknown[];
  readonly json: Readonly<Record<string, unknown>>;
}

async function start() {
  const clock = manualClock();
  const sandbox = createSandbox({ clock });
  const server = await sandbox.listen({ port: 0 });
  onTestFinished(() => sandbox.close());
  const { apiKey, orgId } = server.credentials.reestro;
  const get = async (query = '', authorization = credential(apiKey, orgId)): Promise<Answered> => {
    const response = await fetch(`${server.urls.reestro}${PATH}${query}`, { headers: { authorization } });
    const text = await response.text();
    // Boundary: what is read of it is asserted by the test.
    const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Answered['json'] & {
      events?: { eventId: string }[];
    };
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text,
      lastEventId: json['lastEventId'],
      ids: (json.events ?? []).map(({ eventId }) => eventId),
      json,
    };
  };
  return { sandbox, clock, get, apiKey, orgId };
}

const credential = (apiKey: string, orgId: string): string =>
  `ReestroAuth apiKey=${apiKey}&portal.orgid=${orgId}`;

const add = (sandbox: Sandbox, count: number): string[] =>
  sandbox.reestro.addEvents(count).map(({ eventId }) => eventId);

describe('GET /events', () => {
  it('gives what was added, oldest first, and the cursor to go on from', async () => {
    const { sandbox, get } = await start();
    const ids = add(sandbox, 3);
    const first = await get('?count=2');
    expect(first).toMatchObject({
      status: 200,
      type: 'Application/json',
      ids: ids.slice(0, 2),
      lastEventId: ids[1],
    });
    expect(await get(`?afterEventId=${ids[1]?.toUpperCase()}`)).toMatchObject({
      ids: ids.slice(2),
      lastEventId: ids[2],
    });
  });

  it('gives 30 unless told otherwise, and 100 at most', async () => {
    const { sandbox, get } = await start();
    add(sandbox, 120);
    expect((await get()).ids).toHaveLength(30);
    expect((await get('?count=100')).ids).toHaveLength(100);
    for (const count of ['0', '101', '-1', 'ten', '', '1.5']) {
      expect((await get(`?count=${count}`)).json).toMatchObject({
        code: 'validation',
        errors: [{ code: 'WrongFieldValue', message: 'count should be number from 1 to 100' }],
      });
    }
  });

  it("refuses a cursor that is no GUID with the manual's own answer", async () => {
    const { get } = await start();
    const answer = await get('?afterEventId=42');
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      code: 'validation',
      message: 'Failed to validate input request',
      target: 'api',
      errors: [{ code: 'WrongFieldValue', message: 'afterEventId should be guid', target: 'EntityApi' }],
    });
  });

  it("adds the manual's three examples", async () => {
    const { sandbox, get } = await start();
    sandbox.reestro.addEvent('released');
    sandbox.reestro.addEvent('rejected');
    sandbox.reestro.addEvent('signed');
    const { json } = await get();
    expect(json['events']).toMatchObject([
      { certificateFormEvent: { formState: 'Released', certificate: { contentType: 'cer' } } },
      {
        certificateFormEvent: {
          formState: 'ValidationError',
          error: [{ code: 'Validation', errors: { code: 'SmevValidationError' } }],
        },
      },
      {
        signEvent: {
          signState: 'Processed',
          signedFiles: { contentInfo: { contentName: 'Договор купли-продажи' } },
        },
      },
    ]);
    expect(sandbox.reestro.events()[0]?.eventDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('keeps events of any other shape as they are, and refuses to add what is none', async () => {
    const { sandbox, get } = await start();
    sandbox.reestro.addEvent({
      revocationEvent: { reason: 'lost' },
      eventDate: '2011-01-01T15:03:01.012345Z',
    });
    expect((await get()).json['events']).toMatchObject([
      { revocationEvent: { reason: 'lost' }, eventDate: '2011-01-01T15:03:01.012345Z' },
    ]);
    expect(() => sandbox.reestro.addEvent({ eventId: '' })).toThrow(TypeError);
  });

  it('forgets events after three months, and with them their place', async () => {
    const { sandbox, clock, get } = await start();
    const [old] = add(sandbox, 1);
    clock.advance(60 * DAY);
    const [young] = add(sandbox, 1);
    clock.advance(29 * DAY);
    expect((await get()).ids).toEqual([old, young]);
    clock.advance(2 * DAY);
    expect((await get()).ids).toEqual([young]);
    expect((await get(`?afterEventId=${old}`)).status).toBe(400);
    sandbox.reestro.unknownCursor = 'oldest';
    expect((await get(`?afterEventId=${old}`)).ids).toEqual([young]);
  });

  it.each([
    ['same', (cursor: string) => ({ lastEventId: cursor, events: [] })],
    ['null', () => ({ lastEventId: null, events: [] })],
    ['missing', () => ({ events: [] })],
    ['empty-text', () => ({ lastEventId: '', events: [] })],
  ] as const)('ends with a page without events, lastEventId: %s', async (setting, expected) => {
    const { sandbox, get } = await start();
    const [last = ''] = add(sandbox, 1);
    sandbox.reestro.emptyPage = setting;
    expect((await get(`?afterEventId=${last}`)).json).toEqual(expected(last));
  });

  it('adds events over time, by its own clock, until it is told to stop or starts over', async () => {
    const { sandbox, clock } = await start();
    const stop = sandbox.reestro.addEventEvery(1_000, 'signed');
    clock.advance(3_500);
    expect(sandbox.reestro.events()).toHaveLength(3);
    stop();
    clock.advance(5_000);
    expect(sandbox.reestro.events()).toHaveLength(3);
    sandbox.reestro.addEventEvery(1_000);
    await sandbox.reset();
    clock.advance(5_000);
    expect(sandbox.reestro.events()).toEqual([]);
    expect(clock.scheduled).toBe(0);
  });
});

describe('Authorization', () => {
  it('lets in a key or a session of the organization, names in any case', async () => {
    const { sandbox, get, apiKey, orgId } = await start();
    const { sid } = sandbox.reestro.organization();
    expect((await get('', `ReestroAuth apiKey=${apiKey.toUpperCase()}&portal.orgId=${orgId}`)).status).toBe(
      200,
    );
    expect((await get('', `ReestroAuth auth.sid=${sid}&portal.orgid=${orgId}`)).status).toBe(200);
  });

  it('is 401 for a stranger and 403 for somebody else’s organization', async () => {
    const { sandbox, get, apiKey, orgId } = await start();
    const other = sandbox.reestro.organization('other');
    for (const wrong of ['', 'Bearer x', `ReestroAuth portal.orgid=${orgId}`, credential('x', orgId)]) {
      expect(await get('', wrong)).toMatchObject({ status: 401, text: '' });
    }
    expect((await get('', credential(apiKey, other.orgId))).status).toBe(403);
    expect((await get('', `ReestroAuth apiKey=${apiKey}`)).status).toBe(403);
    sandbox.reestro.refusalBody = 'json';
    expect((await get('', credential(apiKey, other.orgId))).json).toMatchObject({ code: 'forbidden' });
    sandbox.reestro.refusalBody = 'html';
    expect((await get('', 'Bearer x')).text).toContain('<h1>401</h1>');
  });

  it('keeps the feeds of organizations apart, and the credential out of the ledger', async () => {
    const { sandbox, get, apiKey } = await start();
    add(sandbox, 1);
    const { orgId, apiKey: key } = sandbox.reestro.organization('other');
    const [theirs] = sandbox.reestro.addEvents(1, 'released', { organization: 'other' });
    expect((await get('', credential(key, orgId))).ids).toEqual([theirs?.eventId]);
    expect(sandbox.reestro.events({ organization: 'other' })).toHaveLength(1);
    expect(Object.keys(sandbox.reestro.organizations)).toEqual(['partner', 'other']);
    expect(JSON.stringify(sandbox.requests({ vendor: 'reestro' }))).not.toContain(apiKey);
  });

  it('knows no other path, and no other method', async () => {
    const { sandbox } = await start();
    const ask = (method: string, path: string) =>
      sandbox.fetch('reestro', new Request(`https://api.kontur.ru${path}`, { method }));
    expect((await ask('GET', '/realty/crypto/v2/nothing')).status).toBe(404);
    const wrong = await ask('POST', PATH);
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET');
    expect(() => {
      // Boundary: what a program without types can do.
      sandbox.reestro.emptyPage = 'no' as 'same';
    }).toThrow(/emptyPage/);
  });
});
