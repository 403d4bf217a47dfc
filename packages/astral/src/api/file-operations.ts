import { defineOperation, TRANSFER_TIMEOUTS } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { fileRefSchema, idSchema } from './ids.ts';
import { fileAnswer, packetAnswer } from './schemas.ts';

/** POST /packet. Never sent again after it may have arrived: it would make a second packet. */
export const uploadPacket = defineOperation({
  id: 'packets.upload',
  summary: 'Upload files as one packet',
  source: 'Astral.Platform manual, section 3.5',
  evidence: 'manual',
  method: 'POST',
  path: '/packet',
  safety: 'unsafe',
  lane: 'transfer',
  body: 'stream',
  response: packetAnswer,
  result: ({ packet }) => packet,
  timeouts: () => TRANSFER_TIMEOUTS,
  uncertain: 'at worst there is a packet that nothing refers to, and another upload makes one of its own',
});

const packetParams = z.lazy(() => z.strictObject({ packetId: idSchema() }));

/** GET /packet/{id}.json. */
export const getPacket = defineOperation({
  id: 'packets.get',
  summary: 'Read the metadata of a packet',
  source: 'Astral.Platform manual, section 3.7',
  evidence: 'manual',
  method: 'GET',
  path: '/packet/{packetId}.json',
  safety: 'read',
  params: packetParams,
  response: packetAnswer,
  result: ({ packet }) => packet,
});

/** GET /packet/{id}.tar.gz. */
export const downloadPacket = defineOperation({
  id: 'packets.download',
  summary: 'Download all files of a packet as one archive',
  source: 'Astral.Platform manual, section 3.6',
  evidence: 'manual',
  method: 'GET',
  path: '/packet/{packetId}.tar.gz',
  safety: 'read',
  lane: 'transfer',
  params: packetParams,
  response: 'stream',
  timeouts: () => TRANSFER_TIMEOUTS,
});

/** The same, to be written to a disk. */
export const extractPacketFiles = defineOperation({
  ...downloadPacket,
  id: 'packets.extract',
  summary: 'Download all files of a packet into a folder',
});

// A reference may be one text, which the schema takes apart; `ref` is what the methods call it, and issues with them.
const fileParams = z.lazy(() =>
  z.pipe(
    z.strictObject({ ref: fileRefSchema() }),
    z.transform(({ ref }) => ref),
  ),
);

/** GET /packet/{id}/{id}.json. */
export const getFile = defineOperation({
  id: 'files.get',
  summary: 'Read the metadata of a file',
  source: 'Astral.Platform manual, section 3.10',
  evidence: 'manual',
  method: 'GET',
  path: '/packet/{packetId}/{fileId}.json',
  safety: 'read',
  params: fileParams,
  response: fileAnswer,
  result: ({ file }) => file,
});

/** GET /packet/{id}/{id}. */
export const downloadFile = defineOperation({
  id: 'files.download',
  summary: 'Download one file, unchanged',
  source: 'Astral.Platform manual, section 3.8',
  evidence: 'manual',
  method: 'GET',
  path: '/packet/{packetId}/{fileId}',
  safety: 'read',
  lane: 'transfer',
  params: fileParams,
  response: 'stream',
  timeouts: () => TRANSFER_TIMEOUTS,
});

/** The same, to be written to a disk. */
export const saveFileContents = defineOperation({
  ...downloadFile,
  id: 'files.save',
  summary: 'Download one file to a path',
});

/** DELETE /packet/{id}/{id}. A 404 after our own retry means that the first try did it. */
export const deleteFile = defineOperation({
  id: 'files.delete',
  summary: 'Take a file out of a packet; the packet goes with its last file',
  source: 'Astral.Platform manual, section 3.9',
  evidence: 'manual',
  method: 'DELETE',
  path: '/packet/{packetId}/{fileId}',
  safety: 'idempotent',
  params: fileParams,
  response: 'empty',
  absorb: ({ status }, attempts) => (status === 404 && attempts > 1 ? { value: undefined } : undefined),
});
