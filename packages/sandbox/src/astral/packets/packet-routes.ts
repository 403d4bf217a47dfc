import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Answer } from '../../http/answer.ts';
import { attachment } from '../../http/disposition.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import type { AstralState } from '../state.ts';
import { packArchive } from './archive.ts';
import { showFile, showPacket, type Right, type StoredFile, type StoredPacket } from './packet.ts';
import { readUpload } from './upload.ts';

type PacketHandler = (state: AstralState, exchange: Exchange) => Answer | Promise<Answer>;

/** The six methods on packets and files (manual, sections 3.5 to 3.10). Content and metadata differ by suffix only. */
export function packetRoutes(state: AstralState): Route[] {
  const route = (id: string, method: string, path: string, handler: PacketHandler): Route => ({
    id,
    method,
    path,
    handler: (exchange) => handler(state, exchange),
  });
  return [
    route('packets.upload', 'POST', '/packet', upload),
    route('packets.download', 'GET', '/packet/:packet{[^/]+\\.tar\\.gz}', downloadPacket),
    route('packets.get', 'GET', '/packet/:packet{[^/]+\\.json}', getPacket),
    route('files.get', 'GET', '/packet/:packet/:file{[^/]+\\.json}', getFile),
    route('files.download', 'GET', '/packet/:packet/:file', downloadFile),
    route('files.delete', 'DELETE', '/packet/:packet/:file', deleteFile),
  ];
}

async function upload(state: AstralState, exchange: Exchange): Promise<Answer> {
  const owner = state.authorize(exchange);
  const packet = state.packets.create(owner.id, await readUpload(state, exchange));
  const detail = `Загружено файлов: ${packet.files.length}`;
  return state.envelopes.success('Пакет создан', { detail, packet: showPacket(packet, 'date') });
}

function getPacket(state: AstralState, exchange: Exchange): Answer {
  const packet = findPacket(state, exchange, 'read', '.json');
  const detail = `Файлов в пакете: ${packet.files.length}`;
  return state.envelopes.success('Метаданные пакета', { detail, packet: showPacket(packet, 'date-time') });
}

async function downloadPacket(state: AstralState, exchange: Exchange): Promise<Answer> {
  const packet = findPacket(state, exchange, 'read', '.tar.gz');
  const shape = state.settings.archive;
  exchange.list(
    'answer',
    packet.files.map(({ name, mime, blob }) => ({ name, type: mime, size: blob.size })),
  );
  const stream = packArchive(packet, shape);
  const body = shape.contentLength ? await buffer(stream) : stream;
  const headers = shape.contentEncoding
    ? { 'content-type': 'application/x-tar', 'content-encoding': 'gzip' }
    : { 'content-type': 'application/gzip' };
  return { status: 200, headers, body };
}

/** `storage` stands in this answer only, its values are not in the manual (section 3.10). */
function getFile(state: AstralState, exchange: Exchange): Answer {
  const { packet, file } = findFile(state, exchange, 'read', '.json');
  return state.envelopes.success('Метаданные файла', {
    file: { ...showFile(file, packet, 'date-time'), storage: 'local' },
  });
}

async function downloadFile(state: AstralState, exchange: Exchange): Promise<Answer> {
  const { file } = findFile(state, exchange, 'read');
  const headers = {
    'content-type': file.mime,
    'content-length': String(file.blob.size),
    'content-disposition': attachment(file.name),
  };
  const body = await file.blob.read();
  if (body instanceof Readable && exchange.signal.aborted) body.destroy();
  return { status: 200, headers, body };
}

function deleteFile(state: AstralState, exchange: Exchange): Answer {
  const name = `${exchange.param('packet')}/${exchange.param('file')}`;
  const again = state.settings.deletedAgain === 'success' && state.deleted.has(name);
  if (again) state.authorize(exchange);
  else {
    const { packet, file } = findFile(state, exchange, 'write');
    state.packets.remove(packet, file);
    state.deleted.add(name);
  }
  const answer = state.envelopes.success('Файл удалён', {});
  switch (state.settings.deleteAnswer) {
    case 'envelope':
      return answer;
    case 'accepted':
      return { ...answer, status: 202 };
    case 'no-content':
      return { status: 204, headers: {}, body: null };
    case 'empty-body':
      return { status: 200, headers: {}, body: '' };
  }
}

/** The packet that the path names, for a participant with the right to it. */
function findPacket(state: AstralState, exchange: Exchange, right: Right, suffix = ''): StoredPacket {
  const participant = state.authorize(exchange);
  const id = exchange.param('packet');
  const packet = state.packets.get(state.readId(suffix === '' ? id : id.slice(0, -suffix.length)));
  if (packet === undefined) return state.envelopes.refuse('noPacket');
  return state.packets.allows(packet, participant.id, right) ? packet : state.envelopes.refuse('noAccess');
}

/** The file that the path names: always through a packet, whose access list decides (manual, section 1.2). */
function findFile(
  state: AstralState,
  exchange: Exchange,
  right: Right,
  suffix = '',
): { packet: StoredPacket; file: StoredFile } {
  const packet = findPacket(state, exchange, right);
  const name = exchange.param('file');
  const id = state.readId(suffix === '' ? name : name.slice(0, -suffix.length));
  const file = packet.files.find((known) => known.id === id);
  return file === undefined ? state.envelopes.refuse('noFile') : { packet, file };
}
