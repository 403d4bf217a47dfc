import * as z from 'zod';
import { isCidr } from '../stormwall/commands/blacklist-commands.ts';
import type { ServiceRecord } from '../stormwall/objects.ts';
import { softErrorSchema, SoftErrors } from '../stormwall/soft-errors.ts';
import { DEFAULT_ACCOUNT, type StormwallState } from '../stormwall/state.ts';
import { Tokens } from '../stormwall/tokens.ts';
import { v1Schema } from '../stormwall/v1-settings.ts';
import { v3Schema } from '../stormwall/v3/sites.ts';
import { byName, epoch, iso, moment } from './common.ts';
import { defined, fail, once, type ScenarioPart } from './part.ts';
import { loadSite, siteOf, siteSchema } from './stormwall-site.ts';

const id = z.int().positive();

const tokenSchema = z.strictObject({
  token: z.string().min(1).max(4096),
  subject: z.string().min(1),
  expires: moment,
  revoked: z.boolean().optional(),
  commands: z.array(z.string()).optional().describe('Operation ids it permits. Default: all.'),
});

const domainSchema = z.strictObject({
  id: id.optional(),
  name: z.string().min(1),
  enabled: z.boolean().optional(),
  redirectToHttps: z.boolean().optional(),
  site: siteSchema.optional().describe('What version 3 knows of it.'),
});

const serviceSchema = z.strictObject({
  id: id.optional(),
  name: z.string(),
  account: z.string().min(1).optional().describe('Default: partner.'),
  domains: z.array(domainSchema).optional(),
  attacks: z.array(z.strictObject({ id: z.string().min(1), target: z.string() })).optional(),
});

const armedSchema = z.strictObject({
  errors: z.array(softErrorSchema).min(1),
  operation: z.string().optional(),
  times: z.int().positive().optional(),
});

/** Stormwall in a scenario. */
export const stormwallSection = z.strictObject({
  accounts: byName({
    tokens: z.array(tokenSchema).min(1).describe('The first is the one that the account has from the start.'),
  })
    .optional()
    .describe('By name. partner (the credentials’ one) always exists.'),
  services: z.array(serviceSchema).optional().describe('Default: those of the manual’s examples.'),
  blacklists: z
    .array(
      z.strictObject({
        service: id,
        domain: id,
        entries: z.array(z.string().refine(isCidr, 'not a CIDR block')),
      }),
    )
    .optional(),
  settings: z
    .strictObject({
      rateLimit: z.int().positive().nullable().optional().describe('Requests in one second.'),
      softErrors: z.array(armedSchema).optional(),
      lastId: z
        .int()
        .nonnegative()
        .optional()
        .describe('Ids of new services and domains go on after this one.'),
      v1: v1Schema.partial().optional(),
      v3: v3Schema.partial().optional(),
    })
    .optional(),
});

type Section = z.output<typeof stormwallSection>;

/** Loads and saves the state of Stormwall. */
export function stormwallScenario(
  state: StormwallState,
  operations: readonly string[],
): ScenarioPart<Section> {
  return {
    load: ({ accounts = {}, services, blacklists = [], settings = {} }) => {
      state.reset();
      loadTokens(state, accounts);
      if (services !== undefined) loadServices(state, services, settings.lastId);
      for (const [index, { service, domain, entries }] of blacklists.entries()) {
        const record = state.objects.find(service)?.domains.get(domain);
        if (record === undefined)
          return fail(
            ['stormwall', 'blacklists', index],
            `There is no domain ${domain} of a service ${service}.`,
          );
        for (const entry of entries) record.blacklist.add(entry);
      }
      state.rate.limit(settings.rateLimit ?? undefined);
      state.v1 = { ...state.v1, ...defined(settings.v1 ?? {}) };
      state.v3 = { ...state.v3, ...defined(settings.v3 ?? {}) };
      state.softErrors = new SoftErrors();
      for (const [index, { errors, operation, times }] of (settings.softErrors ?? []).entries()) {
        if (operation !== undefined && !operations.includes(operation))
          fail(
            ['stormwall', 'settings', 'softErrors', index, 'operation'],
            `There is no operation '${operation}'.`,
          );
        state.softErrors.set(errors, { ...(operation && { operation }), ...(times && { times }) });
      }
    },
    snapshot: () => ({
      accounts: snapshotTokens(state),
      services: state.objects.all().map((record) => snapshotService(state, record)),
      blacklists: state.objects
        .all()
        .flatMap(({ service, domains }) =>
          [...domains.values()].flatMap(({ domain, blacklist }) =>
            blacklist.size === 0
              ? []
              : [{ service: service.service_id, domain: domain.domain_id, entries: [...blacklist] }],
          ),
        ),
      settings: {
        rateLimit: state.rate.perSecond ?? null,
        softErrors: state.softErrors.armed().map(({ errors, operation, left }) => ({
          errors: [...errors],
          ...(operation !== undefined && { operation }),
          ...(Number.isFinite(left) && { times: left }),
        })),
        lastId: state.objects.lastId,
        v1: { ...state.v1 },
        v3: { ...state.v3 },
      },
    }),
  };
}

function loadTokens(state: StormwallState, accounts: NonNullable<Section['accounts']>): void {
  const unused = once('tokens');
  state.tokens = new Tokens(state.context.clock, state.context.seed);
  for (const [account, given] of Object.entries(accounts)) {
    const tokens = (given?.tokens ?? []).map(
      ({ token, subject, expires, revoked = false, commands }, index) => {
        unused(token, ['stormwall', 'accounts', account, 'tokens', index, 'token']);
        return { token, subject, account, commands, expiresAt: epoch(expires), revoked };
      },
    );
    state.tokens.restore(tokens);
  }
  for (const account of [DEFAULT_ACCOUNT, ...Object.keys(accounts)]) state.tokens.first(account);
}

function snapshotTokens({ tokens }: StormwallState): NonNullable<Section['accounts']> {
  return Object.fromEntries(
    tokens.accounts().map((account) => [
      account,
      {
        tokens: tokens
          .issued()
          .filter((issued) => issued.account === account)
          .map(({ token, subject, expiresAt, revoked, commands }) => ({
            token,
            subject,
            expires: iso(expiresAt),
            ...(revoked && { revoked }),
            ...(commands !== undefined && { commands: [...commands] }),
          })),
      },
    ]),
  );
}

function loadServices(
  state: StormwallState,
  services: NonNullable<Section['services']>,
  lastId: number | undefined,
): void {
  const unused = once('services or domains with the id');
  const given = services.flatMap((service) => [
    service.id,
    ...(service.domains ?? []).map((domain) => domain.id),
  ]);
  let next = Math.max(0, ...given.map((one) => one ?? 0));
  const records = services.map((service, index): ServiceRecord => {
    const path = ['stormwall', 'services', index];
    const service_id = service.id ?? ++next;
    unused(String(service_id), [...path, 'id']);
    const account = service.account ?? DEFAULT_ACCOUNT;
    state.tokens.first(account);
    const domains = (service.domains ?? []).map((domain, place) => {
      const domain_id = domain.id ?? ++next;
      unused(String(domain_id), [...path, 'domains', place, 'id']);
      if (domain.site !== undefined) loadSite(state.sites.of(domain_id), domain.site);
      return {
        domain_id,
        domain_name: domain.name,
        service_id,
        is_enabled: domain.enabled === false ? 0 : 1,
        redirect_to_https: domain.redirectToHttps === true ? 1 : 0,
      } as const;
    });
    return {
      account,
      service: { service_id, service_name: service.name },
      domains: new Map(domains.map((domain) => [domain.domain_id, { domain, blacklist: new Set<string>() }])),
      attacks: (service.attacks ?? []).map((attack) => ({
        attack_id: attack.id,
        attack_target: attack.target,
      })),
    };
  });
  state.objects.restore(records, lastId);
}

function snapshotService(
  { sites }: StormwallState,
  { account, service, domains, attacks }: ServiceRecord,
): NonNullable<Section['services']>[number] {
  return {
    id: service.service_id,
    name: service.service_name,
    account,
    domains: [...domains.values()].map(({ domain }) => ({
      id: domain.domain_id,
      name: domain.domain_name,
      enabled: domain.is_enabled === 1,
      redirectToHttps: domain.redirect_to_https === 1,
      ...siteOf(sites.known(domain.domain_id)),
    })),
    attacks: attacks.map(({ attack_id, attack_target }) => ({ id: attack_id, target: attack_target })),
  };
}
