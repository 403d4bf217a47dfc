import type { AstralState } from '../../astral/state.ts';
import type { Settings } from '../../astral/settings.ts';
import type { VendorView } from '../../vendor.ts';
import { LAST } from './last.ts';

/** A participant's queue: numbers of all, ids of the last events. */
export interface QueueView {
  readonly name: string;
  readonly id: string;
  /** Polls that are held. */
  readonly polls: number;
  readonly waiting: number;
  readonly handedOut: number;
  readonly confirmed: number;
}

/** Astral.Platform, as the inspector shows it. */
export interface AstralView {
  readonly participants: readonly QueueView[];
  /** The last events, in order of publication. */
  readonly events: readonly {
    readonly id: string;
    readonly code: string;
    readonly producer: string;
    readonly parent?: string;
    readonly consumers: readonly { readonly participant: string; readonly progress: string }[];
  }[];
  readonly packets: readonly {
    readonly id: string;
    readonly owner: string;
    readonly files: readonly {
      readonly id: string;
      readonly name: string;
      readonly size: number;
      readonly mime: string;
    }[];
  }[];
  readonly settings: Settings;
}

/** Looks at Astral.Platform. */
export function astralView(state: AstralState): VendorView<AstralView> {
  const nameOf = (id: string): string =>
    Object.entries(state.participants.all()).find(([, participant]) => participant.id === id)?.[0] ?? id;
  return {
    state: () => ({
      participants: Object.entries(state.participants.all()).map(([name, { id }]) => {
        const inbox = state.events.inbox(id);
        return { name, id, polls: inbox.polls, ...inbox.counts };
      }),
      events: state.events.last(LAST).map(({ id, code, producer, parent, consumer }) => ({
        id,
        code,
        producer: nameOf(producer),
        ...(parent !== undefined && { parent }),
        consumers: consumer.slice(0, 20).map((participant) => ({
          participant: nameOf(participant),
          progress: state.events.inbox(participant).progress(id),
        })),
      })),
      packets: state.packets
        .all()
        .slice(-LAST)
        .map(({ id, owner, files }) => ({
          id,
          owner: nameOf(owner),
          files: files
            .slice(0, 50)
            .map((file) => ({ id: file.id, name: file.name, size: file.blob.size, mime: file.mime })),
        })),
      settings: { ...state.settings },
    }),
    secrets: () => Object.values(state.participants.all()).map(({ apiKey }) => apiKey),
  };
}
