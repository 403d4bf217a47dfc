/** Text of an open set: the known values are suggested, any other is allowed. Known ones come in the vendor's spelling, whatever their case. */
export type OpenText<Known extends string> = Known | (string & {});

/** An error as the vendor describes it, at any depth. Manual, answer 400. */
export interface ReestroError {
  /** Such as `validation`, `WrongFieldValue`, `SmevValidationError`. The case of letters differs between answers. */
  readonly code?: string | undefined;
  /** For people, in English or Russian. */
  readonly message?: string | undefined;
  /** What raised it. Do not branch on it: it is not what it says in all examples. */
  readonly target?: string | undefined;
  /** The errors inside it; an array, also where the vendor sends one object. */
  readonly errors?: readonly ReestroError[] | undefined;
  /** Members that the documentation does not have are kept as they came. */
  readonly [member: string]: unknown;
}

/** A stored file: a certificate, a receipt, a document, a signature. Manual, examples of answer 200. */
export interface ContentInfo {
  /** Id of the stored file; `reestro.contents.save` takes it. */
  contentId: string;
  /** Short kind of file, not a media type. */
  contentType?: OpenText<'cer' | 'pdf' | 'sig'> | undefined;
  /** Name for people, without an extension. Never use it as a path. */
  contentName?: string | undefined;
  /** 32 hex digits, mostly in upper case. */
  md5?: string | undefined;
  /** Bytes. The vendor writes text; undefined where it is no number. */
  size?: number | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A signed document with its signatures. Manual, third example. */
export interface SignedFile {
  /** The document. */
  contentInfo?: ContentInfo | undefined;
  /** Its signatures; an array, also where the vendor sends one object. */
  signatures?: ContentInfo[] | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** An object of the vendor's whose members its documentation does not show, or not in full. */
export type LooseObject = Readonly<Record<string, unknown>>;
