import type { WithResponse } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { downloadPacket } from '../../api/file-operations.ts';
import { checkCall } from '../../api/invalid.ts';
import { type ArchiveOptions, archiveShape, openArchive } from './open-archive.ts';
import { PacketArchive } from './packet-archive.ts';

/** Downloads a packet as one archive, to be looped over. */
export async function downloadArchive(
  client: Caller,
  packetId: string,
  options: ArchiveOptions,
): Promise<WithResponse<PacketArchive>> {
  checkCall(downloadPacket.id, options, archiveShape);
  const { entries, response } = await openArchive(client, downloadPacket, packetId, options);
  return { data: new PacketArchive(entries), response };
}
