/**
 * What writes files: all of a download, or nothing. A vendor that has such calls loads it with the first of them, by `later()`.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { FileBatch } from './disk/file-batch.ts';
export { safeName } from './disk/safe-name.ts';
export { TargetFolder } from './disk/target-folder.ts';
export { pathOf } from './download/disk-options.ts';
export { meter } from './download/meter.ts';
export { saveDownload, type SaveSettings } from './download/save-download.ts';
export { VERSION as coreVersion } from './version.ts';
