/** An event as the platform hands it out. Manual, sections 3.2 and 3.3. */
export interface AstralEvent {
  /** 32 hex digits. */
  id: string;
  /** Type of the data and way of handling it. */
  code: string;
  /** Participant that published it. */
  producer?: string | null | undefined;
  /** Event that this one answers or continues. */
  parent?: string | null | undefined;
  /** Participants that receive it. */
  consumer?: string[] | null | undefined;
  /** Parameters or result; may hold packet and file ids. Empty where the platform gave none. */
  data: Record<string, unknown>;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** An event as the answer to its publication shows it. Manual, section 3.1. */
export interface PublishedEvent {
  /** 32 hex digits; absent on an item that was not published. */
  id?: string | null | undefined;
  /** As it was sent. */
  code?: string | null | undefined;
  /** Participant whose key was used. */
  producer?: string | null | undefined;
  /** Participants that receive it. */
  consumer?: string[] | null | undefined;
  /** As it was sent. */
  data?: Record<string, unknown> | null | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** Who owns a packet or file, and who may do what with it. */
export interface AstralAcl {
  /** Participant that uploaded it. */
  owner?: string | null | undefined;
  /** Rights of participants; the manual does not describe its shape. */
  access?: Record<string, unknown> | null | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** A file's metadata. Manual, sections 3.5, 3.7 and 3.10. */
export interface AstralFile {
  /** 32 hex digits. */
  id: string;
  /** As it was uploaded: not a path to write to, which `save` and `extract` see to. */
  name: string;
  /** Bytes. */
  size: number;
  /** Content type. */
  mime?: string | null | undefined;
  /** A day or a date-time, as the vendor wrote it. */
  created?: string | null | undefined;
  /** As `created`. */
  updated?: string | null | undefined;
  /** Who owns it, and who may do what with it. */
  acl?: AstralAcl | null | undefined;
  /** Kind of storage; only `files.get` has it. */
  storage?: string | null | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}

/** A packet's metadata. Manual, sections 3.5 and 3.7. */
export interface Packet {
  /** 32 hex digits. */
  id: string;
  /** A day or a date-time, as the vendor wrote it. */
  created?: string | null | undefined;
  /** As `created`. */
  updated?: string | null | undefined;
  /** In the order of the upload. */
  files: AstralFile[];
  /** Who owns it, and who may do what with it. */
  acl?: AstralAcl | null | undefined;
  /** Members that the manual does not have are kept as they came. */
  [member: string]: unknown;
}
