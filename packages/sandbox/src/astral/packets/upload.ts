import { parseDisposition } from '../../http/disposition.ts';
import type { Exchange } from '../../http/exchange.ts';
import { boundaryOf, MalformedMultipartError, readMultipart, type Part } from '../../http/multipart.ts';
import { drain } from '../../http/read-body.ts';
import type { AstralState } from '../state.ts';
import { TooLargeError, type BlobStore } from './blob-store.ts';
import type { NewFile } from './packet.ts';

/** Largest file: the manual (section 1.2) says 128 Мб, read here as 128 MiB, the more generous of both. */
export const FILE_BYTES = 134_217_728;

/** Most files of one form; the manual has no number. */
const MOST_FILES = 1000;

/** Media types that are repeated in answers as they came. */
const MIME = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:\s*;\s*[\w-]+=[\w.+-]+)*$/;

/** A file of the form, with the name of its field. */
interface FormFile extends NewFile {
  readonly field: string;
}

/** Reads the form of an upload into blobs. After a refusal none of them is left. */
export async function readUpload(state: AstralState, exchange: Exchange): Promise<[NewFile, ...NewFile[]]> {
  const boundary = boundaryOf(exchange.headers.get('content-type') ?? '');
  if (boundary === undefined)
    return state.envelopes.refuse('wrongType', 'Ожидается multipart/form-data с boundary');
  const source = exchange.body()[Symbol.asyncIterator]();
  const files: FormFile[] = [];
  try {
    for await (const part of readMultipart(source, boundary)) {
      const file = await readFile(part, state.blobs);
      if (file !== undefined) files.push(file);
      if (files.length > MOST_FILES) throw new TooLargeError();
    }
    // Everything is there, the epilogue aside: it is read so that the connection can be used again.
    await drain(source);
    exchange.list(
      'request',
      files.map(({ field, name, mime, blob }) => ({ field, name, type: mime, size: blob.size })),
    );
    const [first, ...rest] = inPacketOrder(files);
    return first === undefined ? state.envelopes.refuse('noFiles') : [first, ...rest];
  } catch (error) {
    for (const { blob } of files) blob.delete();
    if (!(error instanceof MalformedMultipartError || error instanceof TooLargeError)) throw error;
    await drain(source);
    if (error instanceof TooLargeError) return state.envelopes.refuse('fileTooLarge');
    return state.envelopes.refuse('badForm', error.message);
  }
}

/** A part is a file when it has a file name (manual, section 3.5: all file fields are taken, others mean nothing). */
async function readFile({ headers, content }: Part, blobs: BlobStore): Promise<FormFile | undefined> {
  const { type, name: field = '', filename } = parseDisposition(headers.get('content-disposition') ?? '');
  if (type !== 'form-data') throw new MalformedMultipartError('A part is not form-data.');
  const mime = headers.get('content-type');
  if (filename === undefined || filename === '') {
    // A part with a media type is meant to be a file: dropping it in silence would lose somebody's document.
    if (mime !== undefined && !mime.startsWith('text/plain'))
      throw new MalformedMultipartError('A file has no filename.');
    return undefined;
  }
  const blob = await blobs.keep(content, FILE_BYTES);
  return {
    field,
    name: filename,
    mime: mime !== undefined && MIME.test(mime) ? mime : 'application/octet-stream',
    blob,
  };
}

/**
 * Files of equal field names stay in the order of the form; the order of different names is undefined (manual, section 3.5),
 * so here it is reliably another one: the last name first.
 */
function inPacketOrder(files: readonly FormFile[]): FormFile[] {
  return [...Map.groupBy(files, ({ field }) => field).values()].toReversed().flat();
}
