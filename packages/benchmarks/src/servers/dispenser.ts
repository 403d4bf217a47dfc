import { astralEvent, astralPage, envelope } from './events.ts';

/** What the platform hands out in the next turn. */
export interface Supply {
  /** Events in all; then polls are held. */
  readonly total: number;
  /** Events come in waves of so many, each when all of the last were confirmed. Default: all at once. */
  readonly wave?: number;
  /** Hold confirmations until a wave was handed out, and a moment longer. */
  readonly holdConfirms?: boolean;
  /** One event a poll, so many milliseconds after it was asked for, with the moment of its sending in `data.sentAt`. */
  readonly everyMs?: number;
}

type Answer = (body: Buffer) => void;

/** Hands events out to polls and takes confirmations. Numbers go on from turn to turn: no id comes twice. */
export class Dispenser {
  #supply: Supply = { total: 0 };
  #next = 1;
  #given = 0;
  #confirmed = 0;
  #poll: { limit: number; answer: Answer } | undefined;
  #confirms: (() => void)[] = [];

  /** Events of this turn. */
  get total(): number {
    return this.#supply.total;
  }

  fill(supply: Supply): void {
    this.#supply = supply;
    this.#given = 0;
    this.#confirmed = 0;
    this.#poll = undefined;
    this.#confirms = [];
  }

  poll(limit: number, answer: Answer): void {
    const { everyMs } = this.#supply;
    if (everyMs === undefined) {
      this.#poll = { limit, answer };
      this.#handOut();
    } else if (this.#given < this.total) {
      setTimeout(() => this.#one(answer), everyMs);
    }
  }

  confirm(count: number, answer: () => void): void {
    this.#confirms.push(() => {
      this.#confirmed += count;
      answer();
    });
    if (this.#supply.holdConfirms !== true || this.#left() === 0) this.#letThrough();
  }

  /** How many may be handed out now. */
  #left(): number {
    const { total, wave = total } = this.#supply;
    const waves = Math.floor(this.#confirmed / wave) + 1;
    return Math.min(total, waves * wave) - this.#given;
  }

  #handOut(): void {
    if (this.#poll === undefined) return;
    const { limit, answer } = this.#poll;
    const count = Math.min(limit, this.#left());
    if (count <= 0) return;
    this.#poll = undefined;
    answer(this.#page(count));
    // By then the last ones are handled, too.
    if (this.#left() === 0 && this.#confirms.length > 0) setTimeout(() => this.#letThrough(), 20);
  }

  #letThrough(): void {
    for (const answer of this.#confirms.splice(0)) answer();
    this.#handOut();
  }

  #page(count: number): Buffer {
    const page = astralPage(this.#next, count);
    this.#next += count;
    this.#given += count;
    return page;
  }

  #one(answer: Answer): void {
    this.#given += 1;
    const event = astralEvent(this.#next++, { sentAt: String(process.hrtime.bigint()) });
    answer(envelope([event]));
  }
}
