import * as z from 'zod';
import { idSchema } from '../astral/ids.ts';
import { DEFAULT_SERVICE } from '../astral/participants.ts';
import { memoryBlob } from '../astral/packets/blob-store.ts';
import type { StoredFile } from '../astral/packets/packet.ts';
import type { AstralState } from '../astral/state.ts';
import { epoch, iso, moment } from './common.ts';
import { fail, once } from './part.ts';

const fileSchema = z.strictObject({
  id: idSchema.optional(),
  name: z.string().min(1),
  type: z.string().min(1).optional().describe('Media type. Default: application/octet-stream.'),
  text: z.string().optional().describe('Content as text, or else:'),
  base64: z.base64().optional().describe('content as Base64. Default: empty.'),
  created: moment.optional(),
  updated: moment.optional(),
});

const linkSchema = z.strictObject({
  link: idSchema.describe('Id of a file of an earlier packet, which is in this one too.'),
});

/** A packet in a scenario. */
export const packetSchema = z.strictObject({
  id: idSchema.optional(),
  owner: z.string().min(1).optional().describe('Name or id of a participant. Default: service.'),
  access: z.record(z.string().min(1), z.array(z.enum(['read', 'write']))).optional(),
  files: z.array(z.union([linkSchema, fileSchema])).min(1),
  created: moment.optional(),
  updated: moment.optional(),
});

type Packets = readonly z.output<typeof packetSchema>[];

/** Puts packets there. */
export function loadPackets(state: AstralState, packets: Packets, idOf: (name: string) => string): void {
  const unused = once('packets or files');
  const now = state.context.clock.now();
  const given = packets.flatMap(({ id, files }) => [
    id,
    ...files.map((file) => ('link' in file ? undefined : file.id)),
  ]);
  const taken = new Set(given);
  for (const [index, { id, owner, access = {}, files, created, updated }] of packets.entries()) {
    const path = ['astral', 'packets', index];
    if (id !== undefined) unused(id, [...path, 'id']);
    state.packets.restore({
      id: id ?? state.packets.unusedId(taken),
      owner: idOf(owner ?? DEFAULT_SERVICE),
      access: new Map(Object.entries(access).map(([name, rights]) => [idOf(name), new Set(rights)])),
      created: created === undefined ? now : epoch(created),
      updated: updated === undefined ? now : epoch(updated),
      files: files.map((file, place) => {
        const at = [...path, 'files', place];
        if ('link' in file)
          return (
            state.packets.file(file.link) ??
            fail([...at, 'link'], `There is no file '${file.link}' before this.`)
          );
        if (file.id !== undefined) unused(file.id, [...at, 'id']);
        if (file.text !== undefined && file.base64 !== undefined)
          fail(at, 'Either text or base64, not both.');
        return {
          id: file.id ?? state.packets.unusedId(taken),
          name: file.name,
          mime: file.type ?? 'application/octet-stream',
          blob: memoryBlob(
            file.base64 === undefined ? Buffer.from(file.text ?? '') : Buffer.from(file.base64, 'base64'),
          ),
          created: file.created === undefined ? now : epoch(file.created),
          updated: file.updated === undefined ? now : epoch(file.updated),
          packets: new Set<string>(),
        };
      }),
    });
  }
}

/** The packets there are, content included. */
export function snapshotPackets({ packets }: AstralState): z.output<typeof packetSchema>[] {
  const shown = new Set<StoredFile>();
  return packets.all().map(({ id, owner, access, files, created, updated }) => ({
    id,
    owner,
    access: Object.fromEntries([...access].map(([participant, rights]) => [participant, [...rights]])),
    files: files.map((file) => {
      if (shown.has(file)) return { link: file.id };
      shown.add(file);
      const base64 = Buffer.from(file.blob.bytes()).toString('base64');
      const { name, mime: type } = file;
      return { id: file.id, name, type, base64, created: iso(file.created), updated: iso(file.updated) };
    }),
    created: iso(created),
    updated: iso(updated),
  }));
}
