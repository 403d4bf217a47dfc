/** JSON as text, sent byte for byte; a body schema gives one where the caller's own spelling matters, broken JSON included. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
