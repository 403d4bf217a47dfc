/** What moves files: upload, download, unpack, save. */
export { downloadArchive } from './archive/download-archive.ts';
export { download } from './saving/download.ts';
export { extractPacket } from './saving/extract-packet.ts';
export { saveFile } from './saving/save-file.ts';
export { upload } from './upload/upload-packet.ts';
