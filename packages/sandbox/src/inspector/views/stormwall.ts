import type { StormwallState } from '../../stormwall/state.ts';
import { apiKeyOf } from '../../stormwall/v3/v3-route.ts';
import type { VendorView } from '../../vendor.ts';
import { LAST } from './last.ts';

/** Stormwall, as the inspector shows it. */
export interface StormwallView {
  readonly accounts: readonly { readonly name: string; readonly tokens: number }[];
  readonly services: readonly {
    readonly id: number;
    readonly name: string;
    readonly account: string;
    readonly attacks: number;
    readonly domains: readonly {
      readonly id: number;
      readonly name: string;
      readonly enabled: boolean;
      readonly blacklist: readonly string[];
      /** Origins and certificate, as version 3 has them. */
      readonly backends: number;
      readonly certificate: boolean;
    }[];
  }[];
  /** What answers carry from here on; `left` is missing where there is no end. */
  readonly softErrors: readonly {
    readonly operation: string;
    readonly errors: readonly unknown[];
    readonly left?: number;
  }[];
  /** Requests in one second. */
  readonly rateLimit: number | null;
}

/** Looks at Stormwall. */
export function stormwallView(state: StormwallState): VendorView<StormwallView> {
  return {
    state: () => ({
      accounts: state.tokens.accounts().map((name) => ({
        name,
        tokens: state.tokens.issued().filter(({ account, revoked }) => account === name && !revoked).length,
      })),
      services: state.objects
        .all()
        .slice(-LAST)
        .map(({ account, service, domains, attacks }) => ({
          id: service.service_id,
          name: service.service_name,
          account,
          attacks: attacks.length,
          domains: [...domains.values()].slice(-LAST).map(({ domain, blacklist }) => ({
            id: domain.domain_id,
            name: domain.domain_name,
            enabled: domain.is_enabled === 1,
            blacklist: [...blacklist].slice(-LAST),
            backends: state.sites.known(domain.domain_id)?.backends.length ?? 0,
            certificate: state.sites.certificate(domain.domain_id) !== null,
          })),
        })),
      softErrors: state.softErrors.armed().map(({ operation, errors, left }) => ({
        operation: operation ?? 'every command',
        errors,
        ...(Number.isFinite(left) && { left }),
      })),
      rateLimit: state.rate.perSecond ?? null,
    }),
    secrets: () => [
      ...state.tokens
        .issued()
        .slice(-LAST)
        .map(({ token }) => token),
      ...state.tokens.accounts().map((account) => apiKeyOf(state.context.seed, account)),
    ],
  };
}
