/**
 * Where a feed reader keeps how far it has come. A cursor is text that the vendor chose; a store keeps it as it is.
 *
 * {@link testCursorStore} checks a store of your own against this contract.
 */
export interface CursorStore {
  /**
   * The cursor kept under `key`; undefined only when there is none.
   *
   * Rejects when that cannot be found out, and with CursorStoreError when what is there is damaged: a reader that takes either for
   * "nothing there" starts from the beginning.
   */
  load(key: string): Promise<string | undefined>;
  /**
   * Keeps `next` under `key`. Has taken effect for good when it resolves.
   *
   * Rejects with CursorConflictError, and changes nothing, when what is kept is not `previous`, where undefined stands for nothing: then
   * something else wrote or deleted it, such as a second reader under the same key.
   */
  save(key: string, next: string, previous: string | undefined): Promise<void>;
}
