import * as z from 'zod';
import { read } from '../options.ts';
import { draftSchema, type AstralEvent } from './events/event.ts';
import { showPacket, type NewFile, type Right } from './packets/packet.ts';
import { FILE_BYTES } from './packets/upload.ts';
import { DEFAULT_PARTICIPANT, DEFAULT_SERVICE, type Participant } from './participants.ts';
import {
  readSetting,
  readSettings,
  type ArchiveShape,
  type DeleteAnswer,
  type EmptyAnswer,
  type PartialAnswer,
  type Settings,
} from './settings.ts';
import type { AstralState } from './state.ts';

/** An event to publish from the vendor's side. */
export interface EventDraft {
  /** Type of the event. */
  code: string;
  /** Default `{}`. */
  data?: Record<string, unknown>;
  /** Participant id. Default: the participant named `service`. */
  producer?: string;
  /** Participant id or ids. Default: the participant named `partner`, whose key the credentials hold. */
  consumer?: string | readonly string[];
  /** Id of the event that this one answers or continues. Default: none. */
  parent?: string;
}

/** A file to put into a packet from the vendor's side. */
export interface PacketFile {
  /** Original name. */
  name: string;
  /** Contents; text goes in as UTF-8. */
  data: Uint8Array | string;
  /** Media type. Default `application/octet-stream`. */
  type?: string;
}

/** A packet as the API shows it, with full dates. */
export interface PacketView {
  /** Id of the packet: 32 hex digits. */
  readonly id: string;
  /** Its files: `id`, original `name`, `size` in bytes, media type (`mime`). */
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly size: number;
    readonly mime: string;
  }[];
  /** Who it belongs to: `owner`, a participant id; and the rights of others, by their id (`access`). */
  readonly acl: { readonly owner: string; readonly access: Readonly<Record<string, readonly Right[]>> };
}

const draft = draftSchema.extend({ producer: z.string().min(1) });

const packetFiles = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      data: z.union([z.string(), z.instanceof(Uint8Array)]),
      type: z.string().default('application/octet-stream'),
    }),
  )
  .min(1);

/** Acts and looks from the platform's side: `sandbox.astral`. */
export class AstralSandbox {
  readonly #state: AstralState;

  /** @internal */
  constructor(state: AstralState) {
    this.#state = state;
  }

  /** The participant of a name, made on first use: its id and key follow from the seed. Default: the default participant. */
  participant(name: string = DEFAULT_PARTICIPANT, options: { id?: string } = {}): Participant {
    return this.#state.participants.named(name, options.id);
  }

  /** Every participant by name; `partner` (the credentials' one) and `service` always exist. */
  get participants(): Readonly<Record<string, Participant>> {
    return this.#state.participants.all();
  }

  /** Publishes an event, as some service of the platform would. */
  publish({ code, data = {}, producer, consumer, parent }: EventDraft): AstralEvent {
    const receivers = consumer ?? this.participant(DEFAULT_PARTICIPANT).id;
    const event = read(
      draft,
      {
        code,
        data,
        producer: producer ?? this.participant(DEFAULT_SERVICE).id,
        consumer: typeof receivers === 'string' ? [receivers] : receivers,
        parent,
      },
      'event',
    );
    const published = this.#state.events.publish(event.producer, event);
    this.#state.packets.shareMentioned(published);
    return published;
  }

  /** Every event, in order of publication. */
  events(): AstralEvent[] {
    return this.#state.events.all();
  }

  /** Ids of the events that wait to be handed out to a participant (default: the default one), in their order. */
  pending(participantId = this.participant().id): string[] {
    return this.#state.events
      .inbox(participantId)
      .pending()
      .map(({ id }) => id);
  }

  /** Ids of the events handed out to a participant and not confirmed. */
  unconfirmed(participantId = this.participant().id): string[] {
    return this.#state.events
      .inbox(participantId)
      .unconfirmed()
      .map(({ id }) => id);
  }

  /** Ids of the events that a participant confirmed. */
  confirmed(participantId = this.participant().id): string[] {
    return this.#state.events.inbox(participantId).confirmed();
  }

  /** Puts files into a new packet, owned by `owner` (default: the participant named `service`). */
  async addPacket(files: readonly PacketFile[], { owner }: { owner?: string } = {}): Promise<PacketView> {
    const kept: NewFile[] = [];
    for (const { name, data, type } of read(packetFiles, files, 'files')) {
      kept.push({
        name,
        mime: type,
        blob: await this.#state.blobs.keep(once(Buffer.from(data)), FILE_BYTES),
      });
    }
    const [first, ...rest] = kept;
    if (first === undefined) throw new TypeError('A packet has at least one file.');
    const packet = this.#state.packets.create(owner ?? this.participant(DEFAULT_SERVICE).id, [
      first,
      ...rest,
    ]);
    return view(packet);
  }

  /** Every packet. */
  packets(): PacketView[] {
    return this.#state.packets.all().map(view);
  }

  /** Puts a file into one more packet: the platform can, though its API has no method for it (manual, section 1.2). */
  link(fileId: string, packetId: string): void {
    this.#state.packets.link(fileId, packetId);
  }

  /** Deletes a packet and those of its files that are in no other; the API has no method for this one either. */
  deletePacket(packetId: string): void {
    this.#state.packets.delete(packetId);
  }

  /** Gives a participant rights to a packet: `read` unless told otherwise; `write` is the right to delete. */
  grant(packetId: string, participantId: string, rights: readonly Right[] = ['read']): void {
    const packet = this.#state.packets.get(packetId);
    if (packet === undefined) throw new TypeError(`There is no packet '${packetId}'.`);
    this.#state.packets.grant(packet, participantId, rights);
  }

  /** Everything that can be switched, where the manual leaves the platform a choice. */
  get settings(): Readonly<Settings> {
    return { ...this.#state.settings };
  }

  /** Changes some of the settings, such as `{ failureStatus: 'body' }`. */
  configure(patch: Partial<Settings>): void {
    Object.assign(this.#state.settings, readSettings(patch));
  }

  /** What a poll answers when nothing arrived. Default `empty-list`. */
  get emptyAnswer(): EmptyAnswer {
    return this.#state.settings.emptyAnswer;
  }

  set emptyAnswer(value: EmptyAnswer) {
    this.#state.settings.emptyAnswer = readSetting('emptyAnswer', value);
  }

  /** How a publication shows the items that failed beside those that did not. Default `missing`. */
  get partialAnswer(): PartialAnswer {
    return this.#state.settings.partialAnswer;
  }

  set partialAnswer(value: PartialAnswer) {
    this.#state.settings.partialAnswer = readSetting('partialAnswer', value);
  }

  /** What deleting a file answers. Default `envelope`. */
  get deleteAnswer(): DeleteAnswer {
    return this.#state.settings.deleteAnswer;
  }

  set deleteAnswer(value: DeleteAnswer) {
    this.#state.settings.deleteAnswer = readSetting('deleteAnswer', value);
  }

  /** How archives are made. Setting it names what differs from the default: `{ names: 'dashed' }`. */
  get archive(): Readonly<ArchiveShape> {
    return this.#state.settings.archive;
  }

  set archive(value: Readonly<Partial<ArchiveShape>>) {
    this.#state.settings.archive = readSetting('archive', value);
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

function view(packet: Parameters<typeof showPacket>[0]): PacketView {
  // Boundary: the shape that `showPacket` writes for the wire.
  return showPacket(packet, 'date-time') as unknown as PacketView;
}
