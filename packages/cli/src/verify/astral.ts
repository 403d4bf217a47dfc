import type { AstralClient } from '@partner-apis/astral';
import type { Probe } from './probe.ts';
import { json, member } from './tap.ts';
import { tarShape } from './tar-shape.ts';

/** Nobody: what is sent to it reaches nobody. */
const NOBODY = 'partner-apis-verify';

const UPLOADS = 'uploads a file of one byte and deletes it';

/** What the manual of Astral.Platform leaves open. */
export const astralProbes: readonly Probe<AstralClient>[] = [
  {
    setting: 'emptyAnswer',
    question: 'What a poll answers when nothing arrived (section 3.2)',
    assumed: 'empty-list',
    writes: 'takes what waits in the queue, unconfirmed, so that it comes again',
    async observe(astral, tap) {
      for (let tries = 0; tries < 20; tries += 1) {
        const seen = await tap.during(() =>
          astral.request({ method: 'GET', path: '/events', query: { timeout: 10 } }, { retries: 0 }),
        );
        if (seen === undefined) return undefined;
        const body = json(seen.bytes);
        if (seen.status === 204) return 'no-content';
        if (seen.status === 304) return 'not-modified';
        if (seen.status === 408) return 'request-timeout';
        if (seen.status === 504) return 'gateway-timeout';
        if (seen.status !== 200) return undefined;
        if (seen.bytes.length === 0) return 'empty-body';
        if (Array.isArray(body)) {
          if (body.length === 0) return 'bare-array';
          continue;
        }
        if (member(body, 'status') === 408) return 'body-status';
        const events = member(body, 'events');
        if (events === null) return 'null';
        if (events === undefined) return 'missing';
        if (Array.isArray(events) && events.length === 0) return 'empty-list';
      }
      return undefined;
    },
  },
  {
    setting: 'partialAnswer',
    question: 'How a publication tells of an item that failed, beside one that did not (section 3.1)',
    assumed: 'missing',
    writes: `publishes one event to ${NOBODY}, who is nobody`,
    async observe(astral, tap) {
      const good = { code: 'partner-apis.verify', consumer: [NOBODY], data: {} };
      // Without the code, which every event has to have.
      const bad = { consumer: [NOBODY], data: {} };
      const seen = await tap.during(() =>
        astral.request({ method: 'POST', path: '/events', body: { events: [good, bad] } }, { retries: 0 }),
      );
      if (seen === undefined) return undefined;
      const body = json(seen.bytes);
      if (seen.status >= 400 || Number(member(body, 'status')) >= 400) return 'failure';
      const events = member(body, 'events');
      if (!Array.isArray(events)) return undefined;
      const odd: unknown = events.find((event) => typeof member(event, 'id') !== 'string');
      if (odd === undefined) return events.length === 1 ? 'missing' : undefined;
      return member(odd, 'status') === undefined ? 'without-id' : 'with-error';
    },
  },
  {
    setting: 'archive',
    question: 'How the archive of a packet is made (section 3.6)',
    assumed: {
      names: 'plain',
      nameRecord: 'exact',
      directory: false,
      globalHeader: false,
      contentEncoding: false,
      contentLength: false,
    },
    writes: UPLOADS,
    observe: (astral, tap) =>
      withFile(astral, async (packetId) => {
        const seen = await tap.during(async () => {
          for await (const file of await astral.packets.download(packetId)) await file.bytes();
        });
        return seen === undefined ? undefined : tarShape(seen);
      }),
  },
  {
    setting: 'deleteAnswer',
    question: 'What the deletion of a file answers (section 3.9)',
    assumed: 'envelope',
    writes: UPLOADS,
    async observe(astral, tap) {
      const { id: packetId, files } = await astral.packets.upload([{ name: 'verify.txt', data: '.' }]);
      const fileId = files[0]?.id ?? '';
      const seen = await tap.during(() => astral.files.delete({ packetId, fileId }));
      if (seen === undefined) return undefined;
      if (seen.status === 204) return 'no-content';
      if (seen.status === 202) return 'accepted';
      return seen.bytes.length === 0 ? 'empty-body' : 'envelope';
    },
  },
];

/** Uploads a file of one byte, and deletes it whatever happens. */
async function withFile<T>(astral: AstralClient, use: (packetId: string) => Promise<T>): Promise<T> {
  const { id: packetId, files } = await astral.packets.upload([{ name: 'verify.txt', data: '.' }]);
  try {
    return await use(packetId);
  } finally {
    for (const { id: fileId } of files) await astral.files.delete({ packetId, fileId });
  }
}
