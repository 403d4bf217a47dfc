import { describe, expect, it } from 'vitest';
import { start, upload, type Running, type WirePacket } from '../../support.ts';

/** A packet with files `a` and `b`. */
async function packetOf(running: Running): Promise<{ id: string; a: string; b: string }> {
  const packet = await upload(running, [
    { filename: 'a.txt', type: 'text/plain', content: 'first' },
    { filename: 'б.bin', content: Buffer.from([0, 255, 10]) },
  ]);
  return { id: packet.id, a: packet.files[0].id, b: packet.files[1].id };
}

const ids = (packet: WirePacket): string[] => packet.files.map(({ id }) => id);

describe('GET /packet/{packet_uuid}.json', () => {
  it('shows the packet with full dates and a detail', async () => {
    const running = await start();
    const { id, a, b } = await packetOf(running);
    running.clock.advance(1500);
    const acl = { owner: running.sandbox.astral.participant().id, access: {} };
    const dates = { created: '2026-01-01T00:00:00.000Z', updated: '2026-01-01T00:00:00.000Z' };
    const files = [
      { id: a, name: 'a.txt', size: 5, mime: 'text/plain', ...dates, acl },
      { id: b, name: 'б.bin', size: 3, mime: 'application/octet-stream', ...dates, acl },
    ];
    const body = (await running.send(`/packet/${id}.json`)).json();
    expect(body).toMatchObject({ status: 200, type: 'about:blank', detail: 'Файлов в пакете: 2' });
    expect(body.packet).toEqual({ id, ...dates, files, acl });
  });
});

describe('GET /packet/{packet_uuid}/{file_uuid}', () => {
  it('answers with the bytes, their length, type and name', async () => {
    const running = await start();
    const { id, b } = await packetOf(running);
    const answer = await running.send(`/packet/${id}/${b}`);
    expect(answer.bytes).toEqual(Buffer.from([0, 255, 10]));
    expect(answer.headers).toMatchObject({
      'content-length': '3',
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="_.bin"; filename*=UTF-8''%D0%B1.bin`,
    });
  });

  it('does not let a media type or a name break out of its header', async () => {
    const running = await start();
    const packet = await upload(running, [{ filename: 'a\nSet-Cookie: x', type: 'text/html, <x>' }]);
    const answer = await running.send(`/packet/${packet.id}/${packet.files[0].id}`);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers['content-type']).toBe('application/octet-stream');
  });

  it('shows metadata with storage and without a detail', async () => {
    const running = await start();
    const { id, a } = await packetOf(running);
    const body = (await running.send(`/packet/${id}/${a}.json`)).json();
    expect(body.file).toMatchObject({
      id: a,
      name: 'a.txt',
      storage: 'local',
      created: '2026-01-01T00:00:00.000Z',
    });
    expect(body).not.toHaveProperty('detail');
  });
});

describe('DELETE /packet/{packet_uuid}/{file_uuid}', () => {
  it('takes a file out of its packet, and the packet away with the last one', async () => {
    const running = await start();
    const { send } = running;
    const { id, a, b } = await packetOf(running);
    running.clock.advance(1000);
    expect((await send(`/packet/${id}/${a}`, { method: 'DELETE' })).json()).toMatchObject({ status: 200 });
    const { packet } = (await send(`/packet/${id}.json`)).json();
    expect(ids(packet)).toEqual([b]);
    expect(packet.updated).toBe('2026-01-01T00:00:01.000Z');
    expect((await send(`/packet/${id}/${a}`)).json()).toMatchObject({ status: 404, code: 'api4043' });
    expect((await send(`/packet/${id}/${a}`, { method: 'DELETE' })).status).toBe(404);
    await send(`/packet/${id}/${b}`, { method: 'DELETE' });
    expect((await send(`/packet/${id}.json`)).json()).toMatchObject({ status: 404, code: 'api4042' });
  });

  it('leaves a file that lives in another packet', async () => {
    const running = await start();
    const { send, sandbox } = running;
    const [one, two] = [await packetOf(running), await packetOf(running)];
    sandbox.astral.link(one.a, two.id);
    expect(ids((await send(`/packet/${two.id}.json`)).json().packet)).toEqual([two.a, two.b, one.a]);
    sandbox.astral.deletePacket(one.id);
    expect((await send(`/packet/${one.id}.json`)).status).toBe(404);
    expect((await send(`/packet/${two.id}/${one.a}`)).text).toBe('first');
    const three = await packetOf(running);
    sandbox.astral.link(one.a, three.id);
    sandbox.astral.deletePacket(three.id);
    await send(`/packet/${two.id}/${one.a}`, { method: 'DELETE' });
    expect(() => sandbox.astral.link(one.a, two.id)).toThrow('There is no file');
  });

  it.each([
    ['envelope', 200, /"status":200/],
    ['accepted', 202, /"status":200/],
    ['no-content', 204, /^$/],
    ['empty-body', 200, /^$/],
  ] as const)('answers in the shape %s', async (deleteAnswer, status, text) => {
    const running = await start();
    running.sandbox.astral.deleteAnswer = deleteAnswer;
    const { id, a } = await packetOf(running);
    const answer = await running.send(`/packet/${id}/${a}`, { method: 'DELETE' });
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });
});

describe('access', () => {
  const routes = ({ id, a }: { id: string; a: string }): string[] => [
    `/packet/${id}.json`,
    `/packet/${id}.tar.gz`,
    `/packet/${id}/${a}`,
    `/packet/${id}/${a}.json`,
  ];
  const statuses = async ({ send }: Running, paths: string[], apiKey: string): Promise<number[]> =>
    Promise.all(paths.map(async (path) => (await send(path, { apiKey })).status));

  it('is the owner alone at first, and whom it is granted to', async () => {
    const running = await start();
    const bob = running.sandbox.astral.participant('bob');
    const packet = await packetOf(running);
    expect(await statuses(running, routes(packet), bob.apiKey)).toEqual([403, 403, 403, 403]);
    running.sandbox.astral.grant(packet.id, bob.id);
    expect(await statuses(running, routes(packet), bob.apiKey)).toEqual([200, 200, 200, 200]);
    expect((await running.send(`/packet/${packet.id}.json`)).json().packet.acl.access).toEqual({
      [bob.id]: ['read'],
    });

    const remove = { method: 'DELETE', apiKey: bob.apiKey };
    expect((await running.send(`/packet/${packet.id}/${packet.a}`, remove)).json()).toMatchObject({
      status: 403,
      code: 'api4031',
    });
    running.sandbox.astral.grant(packet.id, bob.id, ['write']);
    expect((await running.send(`/packet/${packet.id}/${packet.a}`, remove)).status).toBe(200);
  });

  it('comes to the consumers of an event that mentions the packet, from a producer who has it', async () => {
    const running = await start();
    const [bob, eve] = ['bob', 'eve'].map((name) => running.sandbox.astral.participant(name));
    if (bob === undefined || eve === undefined) throw new Error('unreachable');
    const packet = await packetOf(running);
    const events = (consumer: string): object => ({
      events: [{ code: 'x', consumer: [consumer], data: { deep: [{ file: `${packet.id}/${packet.a}` }] } }],
    });
    await running.sendJson('/events', events(eve.id), { apiKey: eve.apiKey });
    expect(await statuses(running, routes(packet), eve.apiKey)).toEqual([403, 403, 403, 403]);
    await running.sendJson('/events', events(bob.id));
    expect(await statuses(running, routes(packet), bob.apiKey)).toEqual([200, 200, 200, 200]);
  });

  it('is needed to packets that a service made, which an event gives', async () => {
    const running = await start();
    const { sandbox, send } = running;
    const packet = await sandbox.astral.addPacket([{ name: 'result.xml', data: '<ok/>', type: 'text/xml' }]);
    const path = `/packet/${packet.id}/${packet.files[0]?.id}`;
    expect((await send(path)).status).toBe(403);
    sandbox.astral.publish({ code: 'done', data: { packet: packet.id } });
    expect((await send(path)).text).toBe('<ok/>');
  });

  it('is refused by ids in any other spelling', async () => {
    const running = await start();
    const { id, a } = await packetOf(running);
    const paths = [
      `/packet/${id.toUpperCase()}.json`,
      `/packet/${id}/${a.toUpperCase()}`,
      `/packet/${id}/${a}.txt`,
    ];
    expect(await statuses(running, paths, running.apiKey)).toEqual([400, 400, 400]);
  });
});
