import type { AstralClient } from '@partner-apis/astral';
import type { Calls } from './calls.ts';

/** A packet of two files, and the reference of its first one. */
async function packet(astral: AstralClient): Promise<{ packetId: string; fileId: string }> {
  const { id, files } = await astral.packets.upload([
    { name: 'a.txt', data: 'text' },
    { name: 'b.txt', data: 'another text' },
  ]);
  return { packetId: id, fileId: files[0]?.id ?? '' };
}

async function event(astral: AstralClient, participant: string): Promise<string> {
  const { events } = await astral.events.publish({ code: 'tried', consumer: [participant], data: {} });
  return events[0]?.id ?? '';
}

export const astralCalls: Calls<AstralClient> = {
  ping: (astral) => () => astral.ping(),
  'events.publish':
    (astral, { participant }) =>
    () =>
      astral.events.publish({ code: 'tried', consumer: [participant], data: { text: 'привет' } }),
  // What is published here is never confirmed, so there is always something to poll for.
  'events.poll': async (astral, { participant }) => {
    await event(astral, participant);
    return (options) => astral.events.poll({ timeout: 10 }, options);
  },
  'events.get': async (astral, { participant }) => {
    const id = await event(astral, participant);
    return () => astral.events.get(id);
  },
  'events.confirm': async (astral, { participant }) => {
    const id = await event(astral, participant);
    return () => astral.events.confirm([id]);
  },
  'packets.upload': (astral) => () => astral.packets.upload([{ name: 'a.txt', data: 'text' }]),
  'packets.get': async (astral) => {
    const { packetId } = await packet(astral);
    return () => astral.packets.get(packetId);
  },
  'packets.download': async (astral) => {
    const { packetId } = await packet(astral);
    return async () => {
      for await (const file of await astral.packets.download(packetId)) await file.bytes();
    };
  },
  'files.get': async (astral) => {
    const ref = await packet(astral);
    return () => astral.files.get(ref);
  },
  'files.download': async (astral) => {
    const ref = await packet(astral);
    return async () => (await astral.files.download(ref)).bytes();
  },
  'files.delete': async (astral) => {
    const ref = await packet(astral);
    return () => astral.files.delete(ref);
  },
};
