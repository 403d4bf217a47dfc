import * as z from 'zod';
import { idSchema } from '../astral/ids.ts';
import { DEFAULT_PARTICIPANT, DEFAULT_SERVICE, Participants } from '../astral/participants.ts';
import { settingSchemas } from '../astral/settings.ts';
import type { AstralState } from '../astral/state.ts';
import { loadPackets, packetSchema, snapshotPackets } from './astral-packets.ts';
import { byName, jsonObject } from './common.ts';
import { defined, once, type ScenarioPart } from './part.ts';

const participantId = z.string().min(1).max(1024);

const eventSchema = z.strictObject({
  id: idSchema.optional().describe('Default: the next of the seed.'),
  code: z.string().min(1).max(1024),
  data: jsonObject.optional().describe('Default: {}.'),
  producer: participantId.optional().describe('Name or id of a participant. Default: service.'),
  consumer: z
    .union([participantId, z.array(participantId).min(1).max(1000)])
    .optional()
    .describe('Names or ids of participants. Default: partner.'),
  parent: idSchema.optional(),
  handedOut: z
    .array(participantId)
    .optional()
    .describe('Consumers that were handed the event. Default: none.'),
  confirmed: z.array(participantId).optional().describe('Consumers that confirmed it. Default: none.'),
});

/** Astral.Platform in a scenario. */
export const astralSection = z.strictObject({
  participants: byName({ id: participantId, apiKey: z.string().min(1).max(1024) })
    .optional()
    .describe('By name. partner (the credentials’ one) and service always exist.'),
  events: z.array(eventSchema).optional().describe('In order of publication.'),
  packets: z.array(packetSchema).optional(),
  settings: z.strictObject(settingSchemas).partial().optional(),
});

type Section = z.output<typeof astralSection>;

/** Loads and saves the state of Astral.Platform. */
export function astralScenario(state: AstralState): ScenarioPart<Section> {
  return {
    load: ({ participants = {}, events = [], packets = [], settings = {} }) => {
      const [unusedId, unusedKey] = [once('participants with the id'), once('participants with the key')];
      for (const [name, given] of Object.entries(participants)) {
        const path = ['astral', 'participants', name];
        if (given?.id !== undefined) unusedId(given.id, [...path, 'id']);
        if (given?.apiKey !== undefined) unusedKey(given.apiKey, [...path, 'apiKey']);
      }
      state.reset();
      state.participants = new Participants(state.context.seed, defined(mapValues(participants)));
      Object.assign(state.settings, defined(settings));
      loadPackets(state, packets, (name) => idOf(state, name));
      loadEvents(state, events);
    },
    snapshot: () => ({
      participants: Object.fromEntries(
        Object.entries(state.participants.all()).map(([name, { id, apiKey }]) => [name, { id, apiKey }]),
      ),
      events: state.events.all().map((event) => snapshotEvent(state, event)),
      packets: snapshotPackets(state),
      settings: { ...state.settings },
    }),
  };
}

function mapValues(participants: NonNullable<Section['participants']>) {
  return Object.fromEntries(
    Object.entries(participants).map(([name, given]) => [name, defined(given ?? {})]),
  );
}

function loadEvents(state: AstralState, events: NonNullable<Section['events']>): void {
  const unused = once('events');
  // Those with an id first: none that is made up may be one of them.
  for (const [index, { id }] of events.entries())
    if (id !== undefined) unused(id, ['astral', 'events', index, 'id']);
  const taken = new Set(events.map(({ id }) => id));
  for (const { id, code, data = {}, producer, consumer, parent, handedOut = [], confirmed = [] } of events) {
    const ids = (names: readonly string[]): string[] => names.map((name) => idOf(state, name));
    const event = {
      id: id ?? state.events.unusedId(taken),
      code,
      producer: idOf(state, producer ?? DEFAULT_SERVICE),
      ...(parent !== undefined && { parent }),
      consumer: ids([consumer ?? DEFAULT_PARTICIPANT].flat()),
      data,
    };
    state.events.restore(event, new Set(ids(handedOut)), new Set(ids(confirmed)));
    state.packets.shareMentioned(event);
  }
}

function snapshotEvent({ events }: AstralState, event: ReturnType<AstralState['events']['all']>[number]) {
  const at = (progress: string): string[] =>
    [...new Set(event.consumer)].filter((consumer) => events.inbox(consumer).progress(event.id) === progress);
  const [handedOut, confirmed] = [at('handed-out'), at('confirmed')];
  return {
    ...event,
    consumer: [...event.consumer],
    ...(handedOut.length > 0 && { handedOut }),
    ...(confirmed.length > 0 && { confirmed }),
  };
}

/** An id is taken as one before it is taken for a name; what is neither is the id of somebody who is not here yet. */
function idOf({ participants }: AstralState, nameOrId: string): string {
  const all = participants.all();
  if (Object.values(all).some(({ id }) => id === nameOrId)) return nameOrId;
  return Object.hasOwn(all, nameOrId) ? (all[nameOrId]?.id ?? nameOrId) : nameOrId;
}
