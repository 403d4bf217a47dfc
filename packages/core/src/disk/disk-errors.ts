/** The call that writes files, as errors name it. */
export interface DiskTask {
  /** Lower-case name of the vendor, as it stands on errors. */
  readonly vendor: string;
  /** Name of the vendor for people. */
  readonly title: string;
  /** The operation's id. */
  readonly operation: string;
  /** Whether the caller names one file, or a folder for files whose names come from the vendor. */
  readonly writes: 'file' | 'folder';
}

/** What a system code means for a file that is to be written, and what to do about it. */
export interface DiskErrorText {
  /** Goes on after "could not write <path>:". */
  readonly what: string;
  /** One for both kinds of task, or one for each. */
  readonly hint: string | Readonly<Record<DiskTask['writes'], string>>;
}

/** What is known about each code that the file system can answer while a file is written. */
export const DISK_ERRORS: Readonly<Record<string, DiskErrorText>> = {
  // What is there.
  EEXIST: {
    what: 'there is something by that name',
    hint: "Set overwrite: 'replace' or 'rename', or move what is there.",
  },
  EISDIR: {
    what: 'it is a folder',
    hint: {
      file: 'Name a file in it.',
      // The names come from the vendor, so another one cannot be asked for.
      folder:
        "A file of the packet has the same name: set overwrite: 'rename', move that folder, or extract to another one.",
    },
  },
  ENOTSUP: {
    what: 'it is neither a file nor a link, but a device, a pipe or a socket',
    hint: 'Only files and links are replaced: choose another name.',
  },
  ENOTDIR: {
    what: 'a file is in the way, where a folder has to be',
    hint: 'Choose another folder, or move that file.',
  },
  ENOENT: {
    what: 'its folder has gone, or a link on the way to it leads nowhere',
    hint: 'Leave the folder in place until the call has ended, and look where links in its path lead.',
  },
  ELOOP: {
    what: 'links in its path lead in a circle',
    hint: 'Correct the links, or choose another folder.',
  },
  ENAMETOOLONG: {
    what: 'its name, or its whole path, is longer than the file system takes',
    hint: 'Choose a shorter path.',
  },

  // What may be done.
  EACCES: {
    what: 'the process may not write there',
    hint: 'Give its user the right to write to that folder, or choose another folder.',
  },
  EPERM: {
    what: 'the system does not permit it',
    hint: 'See whether the file or its folder is protected against changes, or choose another folder.',
  },
  EROFS: {
    what: 'the file system there is read-only',
    hint: 'Choose a folder on another one, or have it mounted for writing.',
  },
  EBUSY: {
    what: 'it is in use',
    hint: 'Close the program that has it open; a file that is mounted by itself, as into a container, cannot be replaced.',
  },
  ESTALE: {
    what: 'another folder, or a link, has taken its place meanwhile',
    hint: 'Leave the folder in place until the call has ended, and see who may write to the one above it.',
  },
  EXDEV: {
    what: 'it is on another file system than its folder, so a finished file cannot be moved there in one step',
    hint: 'Choose another folder.',
  },

  // What there is enough of.
  ENOSPC: { what: 'the disk is full', hint: 'Make room on it, or choose a folder on another disk.' },
  EDQUOT: {
    what: "the user's disk quota is used up",
    hint: 'Make room, have the quota raised, or choose a folder on another disk.',
  },
  EFBIG: {
    what: 'it is too large for the file system, or for the limit of the process (ulimit -f)',
    hint: 'Choose a folder on another disk, or raise the limit.',
  },
  EMFILE: {
    what: 'the process has too many files open',
    hint: 'Raise its limit (ulimit -n), or run fewer calls at a time.',
  },
  ENFILE: {
    what: 'the system has too many files open',
    hint: "Raise the system's limit, or run fewer programs and calls at a time.",
  },
  EIO: { what: 'the disk could not be read or written', hint: 'Check the disk and its connection.' },
};
