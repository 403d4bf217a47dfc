import type { Blob } from './blob-store.ts';

/** What a participant may do with a packet. */
export type Right = 'read' | 'write';

/** A file: named bytes, in one or several packets (manual, section 1.2). */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly blob: Blob;
  readonly created: number;
  readonly updated: number;
  /** Ids of the packets that hold it. */
  readonly packets: Set<string>;
}

/** A packet: one or more files, with its own access list. */
export interface StoredPacket {
  readonly id: string;
  readonly owner: string;
  /** Rights of participants other than the owner. */
  readonly access: Map<string, Set<Right>>;
  readonly created: number;
  updated: number;
  /** In the packet's order. */
  readonly files: StoredFile[];
}

/** A file that came in, before it has an id. */
export interface NewFile {
  readonly name: string;
  readonly mime: string;
  readonly blob: Blob;
}

/** How a moment is written: `date` in the answer to an upload, `date-time` in metadata (manual, 3.5 against 3.7 and 3.10). */
export type DateFormat = 'date' | 'date-time';

/** A packet as the API shows it. */
export function showPacket(packet: StoredPacket, format: DateFormat): Record<string, unknown> {
  return {
    id: packet.id,
    created: showDate(packet.created, format),
    updated: showDate(packet.updated, format),
    files: packet.files.map((file) => showFile(file, packet, format)),
    acl: showAcl(packet),
  };
}

/** A file as the API shows it within a packet, whose access list applies to it. */
export function showFile(
  file: StoredFile,
  packet: StoredPacket,
  format: DateFormat,
): Record<string, unknown> {
  const { id, name, mime, blob, created, updated } = file;
  return {
    id,
    name,
    size: blob.size,
    mime,
    created: showDate(created, format),
    updated: showDate(updated, format),
    acl: showAcl(packet),
  };
}

/** The manual gives `access` no shape: here it maps a participant to a list of rights. */
function showAcl({ owner, access }: StoredPacket): Record<string, unknown> {
  return {
    owner,
    access: Object.fromEntries([...access].map(([participant, rights]) => [participant, [...rights]])),
  };
}

function showDate(moment: number, format: DateFormat): string {
  const text = new Date(moment).toISOString();
  return format === 'date' ? text.slice(0, 10) : text;
}
