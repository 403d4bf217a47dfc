/** What became of the requests of a call; see {@link Arrival.state}. */
export type ArrivalState = 'not sent' | 'cut short' | 'refused' | 'may have arrived';

/**
 * Whether the requests of one call may have reached the vendor, and so been carried out. Each attempt begins with {@link begin} and then moves
 * at most one step; what may have arrived once stays so, whatever becomes of later attempts.
 */
export class Arrival {
  #state: ArrivalState = 'not sent';
  #before: ArrivalState = 'not sent';

  /**
   * `not sent`: nothing went out. `cut short`: a part went out, and without its end it is not carried out. `refused`: the vendor turned it away
   * before it began. `may have arrived`: nothing is known that speaks against it.
   */
  get state(): ArrivalState {
    return this.#state;
  }

  /** The next attempt: what was known before it counts again where nothing comes of it. */
  begin(): void {
    this.#before = this.#state;
  }

  /** Its request begins to go out. */
  goesOut(): void {
    this.#state = 'may have arrived';
  }

  /** Its request has not gone out after all. */
  stayed(): void {
    this.#state = this.#before;
  }

  /** Its request broke off before its body had been sent to its end. */
  brokeOff(): void {
    this.#settle('cut short');
  }

  /** Its request was turned away unseen. */
  refused(): void {
    this.#settle('refused');
  }

  #settle(state: ArrivalState): void {
    this.#state = this.#before === 'may have arrived' ? this.#before : state;
  }
}
