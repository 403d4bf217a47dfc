import type { ReestroState } from '../../reestro/state.ts';
import type { Settings } from '../../reestro/settings.ts';
import type { VendorView } from '../../vendor.ts';
import { LAST } from './last.ts';

/** Kontur.Reestro, as the inspector shows it. The cursors are those of the last requests. */
export interface ReestroView {
  readonly organizations: readonly {
    readonly name: string;
    readonly orgId: string;
    /** Number of events that can be seen. */
    readonly events: number;
    /** The last of them, oldest first. */
    readonly feed: readonly { readonly eventId: string; readonly eventDate: string; readonly kind: string }[];
    /** Its last objects, oldest first: forms, document flows, subjects, checks; `version` grows with each change. */
    readonly objects: readonly {
      readonly kind: string;
      readonly id: string;
      readonly state: string;
      readonly version: number;
    }[];
    /** Its last stored files. */
    readonly contents: readonly {
      readonly contentId: string;
      readonly bytes: number;
      readonly md5: string;
    }[];
  }[];
  readonly settings: Settings;
}

/** Looks at Kontur.Reestro. */
export function reestroView(state: ReestroState): VendorView<ReestroView> {
  return {
    state: () => ({
      organizations: Object.entries(state.organizations.all()).map(([name, { orgId }]) => {
        const events = state.feed(orgId).events();
        return {
          name,
          orgId,
          events: events.length,
          feed: events.slice(-LAST).map(({ eventId, eventDate, ...members }) => ({
            eventId,
            eventDate,
            kind: Object.keys(members).find((member) => member !== 'certificateId') ?? '',
          })),
          objects: state
            .store(orgId)
            .everything()
            .slice(-LAST)
            .map(({ kind, id, version, data }) => ({ kind, id, state: stateOf(data), version })),
          contents: [...state.store(orgId).contents.values()].slice(-LAST).map(({ bytes, info }) => ({
            contentId: info.contentId,
            bytes: bytes.byteLength,
            md5: info.md5,
          })),
        };
      }),
      settings: { ...state.settings },
    }),
    secrets: () => Object.values(state.organizations.all()).flatMap(({ apiKey, sid }) => [apiKey, sid]),
  };
}

/** The state that an object shows, where it has one. */
function stateOf(data: Readonly<Record<string, unknown>>): string {
  const [, state] = Object.entries(data).find(([name]) => /state$/i.test(name)) ?? [];
  return typeof state === 'string' ? state : '';
}
