import * as z from 'zod';
import { draftSchema, samples, type ReestroEvent } from '../reestro/events/event.ts';
import { DEFAULT_ORGANIZATION, Organizations } from '../reestro/organizations.ts';
import { settingSchemas } from '../reestro/settings.ts';
import type { ReestroState } from '../reestro/state.ts';
import { byName, epoch, iso, moment } from './common.ts';
import { defined, fail, once, type ScenarioPart } from './part.ts';

const kind = z.enum(['released', 'rejected', 'signed']);
const key = z.string().min(1).max(1024);

const eventSchema = z.strictObject({
  kind: kind.optional().describe('One of the manual’s examples, or else:'),
  event: draftSchema.optional().describe('an event of your own. Default: released.'),
  count: z.int().min(1).max(100_000).optional().describe('How many of it. Default: 1.'),
  organization: z.string().min(1).optional().describe('Whose feed, by name. Default: partner.'),
  expires: moment.optional().describe('When it leaves the feed. Default: in three months.'),
});

/** Kontur.Reestro in a scenario. */
export const reestroSection = z.strictObject({
  organizations: byName({ orgId: key, apiKey: key, sid: key })
    .optional()
    .describe('By name. partner (the credentials’ one) always exists.'),
  events: z
    .array(z.union([kind, eventSchema]))
    .optional()
    .describe('Oldest first.'),
  settings: z.strictObject(settingSchemas).partial().optional(),
});

type Section = z.output<typeof reestroSection>;

/** Loads and saves the state of Kontur.Reestro. */
export function reestroScenario(state: ReestroState): ScenarioPart<Section> {
  return {
    load: ({ organizations = {}, events = [], settings = {} }) => {
      const given = Object.entries(organizations).map(([name, one]) => [name, defined(one ?? {})] as const);
      const unused = once('organizations with the id');
      for (const [name, { orgId }] of given)
        if (orgId !== undefined) unused(orgId, ['reestro', 'organizations', name, 'orgId']);
      state.reset();
      state.organizations = new Organizations(state.context.seed, Object.fromEntries(given));
      Object.assign(state.settings, defined(settings));
      loadEvents(state, events);
    },
    snapshot: () => ({
      organizations: Object.fromEntries(
        Object.entries(state.organizations.all()).map(([name, organization]) => [name, { ...organization }]),
      ),
      events: Object.entries(state.organizations.all()).flatMap(([organization, { orgId }]) =>
        state
          .feed(orgId)
          .kept()
          .map(({ event, expiresAt }) => ({ event: copy(event), organization, expires: iso(expiresAt) })),
      ),
      settings: { ...state.settings },
    }),
  };
}

function loadEvents(state: ReestroState, events: NonNullable<Section['events']>): void {
  for (const [index, item] of events.entries()) {
    const path = ['reestro', 'events', index];
    const {
      kind: sample,
      event,
      count = 1,
      organization = DEFAULT_ORGANIZATION,
      expires,
    } = typeof item === 'string' ? { kind: item } : item;
    if (sample !== undefined && event !== undefined) fail(path, 'Either kind or event, not both.');
    if (!Object.hasOwn(state.organizations.all(), organization))
      fail([...path, 'organization'], `There is no organization '${organization}'.`);
    const { orgId } = state.organizations.named(organization);
    if (event?.eventId !== undefined && (count > 1 || state.feed(orgId).has(event.eventId)))
      fail([...path, 'event', 'eventId'], `There are two events '${event.eventId}'.`);
    for (let made = 0; made < count; made++) {
      const draft = event ?? structuredClone(samples[sample ?? 'released']);
      state.addEvent(orgId, { ...draft }, expires === undefined ? undefined : epoch(expires));
    }
  }
}

function copy(event: ReestroEvent): z.output<typeof draftSchema> {
  return { ...event };
}
