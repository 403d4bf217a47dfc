/** What reads an archive while it arrives. */
export { ArchiveEntries } from './archive-entries.ts';
export { PacketArchive } from './packet-archive.ts';
