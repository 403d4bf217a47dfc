import { type AstralClient, isHttpError } from '@partner-apis/astral';
import { described, found, untold } from '../finding.ts';
import type { Asking, Probe } from '../probe.ts';
import type { Seen } from '../tap.ts';
import { failed, statusIn } from './astral-envelope.ts';
import { tarShape } from './tar-shape.ts';

const UPLOADS = 'uploads a file of one byte and deletes it';

/** What is open about packets and files. */
export const packetProbes: readonly Probe<AstralClient>[] = [
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
    async observe(astral, asking) {
      const { packetId } = await upload(astral, asking);
      const seen = await asking.tap.during(async () => {
        for await (const file of await astral.packets.download(packetId)) await file.bytes();
      });
      const shape = seen.status === 200 ? tarShape(seen) : undefined;
      return shape === undefined ? untold(seen) : found(shape);
    },
  },
  {
    setting: 'deleteAnswer',
    question: 'What the deletion of a file answers (section 3.9)',
    assumed: 'envelope',
    writes: UPLOADS,
    async observe(astral, asking) {
      const file = await upload(astral, asking);
      const seen = await asking.tap.during(deletion(astral, file));
      const answer = deleteAnswer(seen);
      if (answer === undefined) return untold(seen);
      file.gone = true;
      return found(answer);
    },
  },
  {
    setting: 'deletedAgain',
    question: 'What the deletion of a file answers that is deleted already (section 3.9)',
    assumed: 'not-found',
    writes: UPLOADS,
    async observe(astral, asking) {
      const file = await upload(astral, asking);
      const first = await asking.tap.during(deletion(astral, file));
      if (deleteAnswer(first) === undefined)
        return untold(`the vendor answered the first deletion with ${described(first)}.`);
      file.gone = true;
      const seen = await asking.tap.during(deletion(astral, file));
      if (statusIn(seen) === 404) return found('not-found');
      return deleteAnswer(seen) === undefined ? untold(seen) : found('success');
    },
  },
];

/** How a deletion was answered that went well; undefined for any other answer. */
function deleteAnswer(seen: Seen): string | undefined {
  const status = statusIn(seen);
  if (failed(seen)) return undefined;
  if (seen.status === 204) return 'no-content';
  if (seen.status === 202) return 'accepted';
  if (seen.status !== 200) return undefined;
  return seen.bytes.length === 0 ? 'empty-body' : status === undefined ? undefined : 'envelope';
}

interface Uploaded {
  readonly packetId: string;
  readonly fileId: string;
  /** Whether the vendor has said that it deleted the file. */
  gone: boolean;
}

/** Uploads a file of one byte, which is deleted when the probe is over. */
async function upload(astral: AstralClient, { traces }: Asking): Promise<Uploaded> {
  const packet = await astral.packets.upload([{ name: 'verify.txt', data: '.' }]).catch((error: unknown) => {
    // A failure leaves nothing. After anything else the packet may be there, and nobody knows its id.
    if (!isHttpError(error))
      traces.stays('A packet with the file verify.txt of one byte may be left at the vendor.');
    throw error;
  });
  const { id: packetId } = packet;
  const fileId = packet.files[0]?.id;
  if (fileId === undefined) {
    traces.stays(
      `Left at the vendor: the packet ${packetId}; the answer to its upload names no file to delete.`,
    );
    throw new Error('the answer to the upload names no file.');
  }
  const file: Uploaded = { packetId, fileId, gone: false };
  traces.add(`the file ${fileId} of the packet ${packetId}`, async () => {
    if (!file.gone) await astral.files.delete({ packetId, fileId }, { retries: 3 });
  });
  return file;
}

function deletion(astral: AstralClient, { packetId, fileId }: Uploaded): () => PromiseLike<unknown> {
  return () => astral.request({ method: 'DELETE', path: `/packet/${packetId}/${fileId}` });
}
