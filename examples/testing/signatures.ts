import type { AstralClient } from '@partner-apis/astral';

/** A small service: keeps the verdicts on signatures that Astral.Platform sends. */
export class Signatures {
  /** By the id of the packet that was signed. */
  readonly verdicts = new Map<string, boolean>();
  readonly #astral: AstralClient;

  constructor(astral: AstralClient) {
    this.#astral = astral;
  }

  /** Waits for events, keeps what they say, then confirms them. Returns how many there were. */
  async collect(): Promise<number> {
    const events = await this.#astral.events.poll({ timeout: 600 });
    for (const { code, data } of events)
      if (code === 'signature.verified') this.verdicts.set(String(data['packet']), data['valid'] === true);
    // Only now: an event that is confirmed never comes again.
    if (events.length > 0) await this.#astral.events.confirm(events.map(({ id }) => id));
    return events.length;
  }
}
