import type { Mutant } from '../mutant.ts';

const ALL = ['archive', 'integrity', 'limits'];

/** Ways in which a packet's archive could be read wrongly. */
export const archive: readonly Mutant[] = [
  {
    name: 'takes a damaged header for a good one',
    edits: [['tar-header.ts', 'if (!checksumHolds(bytes))', 'if (false)']],
    tests: ALL,
  },
  {
    name: 'does not read sizes of 8 GiB and more',
    edits: [['tar-header.ts', 'if (lead >= 0x80)', 'if (lead > 0xff)']],
    tests: ALL,
  },
  {
    name: 'loses the folder of a long name',
    edits: [['tar-header.ts', "prefix === '' ? name : ", '']],
    tests: ALL,
  },
  {
    name: 'pads a file whose size needs none',
    edits: [['tar-header.ts', '(BLOCK - (size % BLOCK)) % BLOCK', 'BLOCK - (size % BLOCK)']],
    tests: ALL,
  },
  {
    name: 'takes an archive without its end for whole',
    edits: [
      [
        'tar-reader.ts',
        "if (block === undefined) throw this.#complain('truncated', 'ends without its end-of-archive blocks');",
        'if (block === undefined) return undefined;',
      ],
    ],
    tests: ALL,
  },
  {
    name: 'ends at the first block of zeros',
    edits: [['tar-reader.ts', 'await this.#finish();', '']],
    tests: ALL,
  },
  {
    name: 'takes one block of zeros for the end',
    edits: [['tar-reader.ts', 'if (!isZero(second)) throw', 'if (false) throw']],
    tests: ALL,
  },
  {
    name: 'does not look at what comes after the end',
    edits: [['tar-reader.ts', 'if (!isZero(rest)) throw', 'if (false) throw']],
    tests: ALL,
  },
  {
    name: 'reads zeros after the end without end',
    edits: [['tar-reader.ts', 'if (padding > MOST_PADDING)', 'if (false)']],
    tests: ALL,
  },
  {
    name: 'takes a file that is cut for a shorter one',
    edits: [
      [
        'tar-reader.ts',
        "if (chunk === undefined) throw this.#complain('truncated', 'ends in the middle of a file');",
        'if (chunk === undefined) return undefined;',
      ],
    ],
    tests: ALL,
  },
  {
    name: 'hands out the next file under the name of one that was passed',
    edits: [['tar-reader.ts', 'if (this.#current !== entry) {', 'if (false) {']],
    tests: [...ALL, 'reused-memory', 'slow-reader'],
  },
  {
    name: 'begins the next file in the contents of the one before',
    edits: [['tar-reader.ts', 'this.#left + this.#padding', 'this.#padding']],
    tests: ALL,
  },
  {
    name: 'knows no limit for one file',
    edits: [['tar-reader.ts', 'if (entry.size > fileBytes)', 'if (false)']],
    tests: ALL,
  },
  {
    name: 'knows no limit for all files together',
    edits: [['tar-reader.ts', 'if (this.#totalBytes > totalBytes) throw', 'if (false) throw']],
    tests: ALL,
  },
  {
    name: 'knows no limit for names',
    edits: [['tar-reader.ts', 'if (extra.bytes > headerBytes)', 'if (false)']],
    tests: ALL,
  },
  {
    name: 'ignores the size of an extended header',
    edits: [
      [
        'tar-reader.ts',
        "if (stated === undefined || stated === '') return header.size;",
        'if (header.size >= 0) return header.size;',
      ],
    ],
    tests: ALL,
  },
  {
    name: 'lets the records of one file stand for the next',
    edits: [
      ['tar-reader.ts', "if (type === 'x') extra.records", "if (type === 'x') this.#global = extra.records"],
    ],
    tests: ALL,
  },
  {
    name: 'ignores global headers',
    edits: [['tar-reader.ts', "if (type === 'g')", "if (type === '?')"]],
    tests: [...ALL, 'writers'],
  },
  {
    name: "ignores GNU's long names",
    edits: [['tar-reader.ts', "if (type === 'L') extra.path", "if (type === '?') extra.path"]],
    tests: [...ALL, 'writers'],
  },
  {
    name: 'takes a damaged extended header for a good one',
    edits: [['pax-records.ts', ' || bytes[end - 1] !== 0x0a) {', ') {']],
    tests: ALL,
  },
  {
    name: 'cuts a value at its first equals sign',
    edits: [
      [
        'pax-records.ts',
        "bytes.toString('utf8', equals + 1, end - 1)",
        "bytes.toString('utf8', equals + 1, end - 1).split('=')[0] ?? ''",
      ],
    ],
    tests: [...ALL, 'writers', 'fuzz'],
  },
  {
    name: 'unpacks a bomb',
    edits: [['unpack.ts', 'if (unpacked > limits.ratioFrom', 'if (unpacked > 1e15']],
    tests: ALL,
  },
  {
    name: 'does not look at what comes after the gzip stream',
    edits: [['unpack.ts', 'if (!(await feed.endsInZeros(inflate.bytesWritten))) {', 'if (false) {']],
    tests: ALL,
  },
  {
    name: 'takes a cut gzip stream for damage',
    edits: [['unpack.ts', "if (error.code === 'Z_BUF_ERROR') {", "if (error.code === '') {"]],
    tests: ALL,
  },
  {
    name: 'takes an error page for an archive',
    edits: [['unpack.ts', 'if (head.length > 0 && !head.includes(0)) {', 'if (false) {']],
    tests: ALL,
  },
  {
    name: 'frees memory that somebody reads',
    edits: [['unpack.ts', 'if (!use.kept) release(memory);', 'release(memory);']],
    tests: ['writers', 'reused-memory'],
  },
  {
    name: 'takes a packet without files',
    edits: [['archive-entries.ts', 'if (this.#count === 0) throw', 'if (false) throw']],
    tests: ALL,
  },
  {
    name: 'does not miss a file that the packet lists',
    edits: [['archive-entries.ts', 'if (absent !== undefined) {', 'if (false) {']],
    tests: ALL,
  },
  {
    name: 'takes a file of another size than the packet lists',
    edits: [['archive-entries.ts', 'if (file.size !== size) {', 'if (false) {']],
    tests: ALL,
  },
  {
    name: 'takes a file twice',
    edits: [['archive-entries.ts', 'this.#missing.delete(fileId);', '']],
    tests: ALL,
  },
  {
    name: 'goes on after its signal has aborted',
    edits: [['archive-entries.ts', 'this.#checkSignal();\n      const chunk', 'const chunk']],
    tests: [...ALL, 'extract', 'first-use'],
  },
  {
    name: 'takes a broken connection for anything but a cut archive',
    edits: [['archive-entries.ts', 'if (!isConnectionError(error)) throw error;', 'throw error;']],
    tests: [...ALL, 'first-use', 'extract'],
  },
  {
    name: 'repeats a secret that stands in the place of an archive',
    edits: [
      ['open-archive.ts', 'redactor.text(text), reason', 'text, reason'],
      [
        'open-archive.ts',
        "extent === 'whole' ? redactor.text(quoted) : redactor.beginning(quoted)",
        'quoted',
      ],
    ],
    tests: [...ALL, 'first-use'],
  },
];
