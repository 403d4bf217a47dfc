import type { LoopReport } from '../loops/loop.ts';
import type { Loops } from '../loops/loops.ts';

/** What an indicator of `@nestjs/terminus` gives. */
export type HealthResult = Record<string, LoopReport & { readonly status: 'up' | 'down' }>;

/** How the loops of an application are doing, for `@nestjs/terminus` or for a controller of your own. Inject it by its class. */
export class PartnerApisHealth {
  readonly #loops: Loops;

  /** @internal */
  constructor(loops: Loops) {
    this.#loops = loops;
  }

  /**
   * An indicator: `health.check([() => partnerApis.isLive('signatures')])`. `down` while the loop is not live: before its first poll, and once
   * it has ended.
   *
   * @throws ConfigurationError for a name that no loop has.
   */
  isLive(name: string): HealthResult {
    const report = this.#loops.report(name);
    return { [name]: { status: report.live ? 'up' : 'down', ...report } };
  }

  /** Every loop, by name. */
  reports(): Readonly<Record<string, LoopReport>> {
    return this.#loops.reports();
  }
}
