/** An object of an organization, as answers show it. */
export type Shown = Record<string, unknown>;

/** An object that is kept, with its version. */
export interface Kept {
  readonly kind: string;
  readonly id: string;
  /** Grows with every change; answers show it as their tag. */
  version: number;
  data: Shown;
}

/** A stored file. */
export interface StoredContent {
  readonly bytes: Uint8Array;
  /** As the vendor describes it: id, kind of file, checksum. */
  readonly info: Shown & { readonly contentId: string; readonly md5: string };
}

/** Everything that one organization has. */
export class ObjectStore {
  /** Stored files by id. */
  readonly contents = new Map<string, StoredContent>();
  readonly #objects = new Map<string, Kept>();
  /** The vendor's examples have the time in milliseconds; this one only grows. */
  #version = 1_546_115_339_670;

  add(kind: string, id: string, data: Shown): Kept {
    const kept = { kind, id, version: (this.#version += 1), data };
    this.#objects.set(keyOf(kind, id), kept);
    return kept;
  }

  find(kind: string, id: string): Kept | undefined {
    return this.#objects.get(keyOf(kind, id));
  }

  /** All of every kind, oldest first. */
  everything(): Kept[] {
    return [...this.#objects.values()];
  }

  /** All of a kind, newest first. */
  all(kind: string): Kept[] {
    return [...this.#objects.values()].filter((kept) => kept.kind === kind).toReversed();
  }

  change(kept: Kept, changes: Shown): Kept {
    kept.data = { ...kept.data, ...changes };
    kept.version = this.#version += 1;
    return kept;
  }
}

/** Ids are the same in any case. */
function keyOf(kind: string, id: string): string {
  return `${kind}/${id.toLowerCase()}`;
}
