import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { AstralEvent } from '../events/event.ts';
import type { NewFile, Right, StoredFile, StoredPacket } from './packet.ts';

/** Every packet and file, and the rules between them (manual, section 1.2). */
export class PacketStore {
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #packets = new Map<string, StoredPacket>();
  readonly #files = new Map<string, StoredFile>();

  constructor(random: Random, clock: Clock) {
    this.#random = random;
    this.#clock = clock;
  }

  get(id: string): StoredPacket | undefined {
    return this.#packets.get(id);
  }

  all(): StoredPacket[] {
    return [...this.#packets.values()];
  }

  /** Makes a packet of files in this order. There is no packet without files. */
  create(owner: string, files: readonly [NewFile, ...NewFile[]]): StoredPacket {
    const now = this.#clock.now();
    const packet: StoredPacket = {
      id: this.unusedId(),
      owner,
      access: new Map(),
      created: now,
      updated: now,
      files: [],
    };
    for (const { name, mime, blob } of files) {
      const id = this.unusedId();
      const file = { id, name, mime, blob, created: now, updated: now, packets: new Set([packet.id]) };
      this.#files.set(id, file);
      packet.files.push(file);
    }
    this.#packets.set(packet.id, packet);
    return packet;
  }

  /** Puts a packet back as it was, and those of its files that are in no other yet. */
  restore(packet: StoredPacket): void {
    this.#packets.set(packet.id, packet);
    for (const file of packet.files) {
      file.packets.add(packet.id);
      this.#files.set(file.id, file);
    }
  }

  /** A file, whichever packets it is in. */
  file(id: string): StoredFile | undefined {
    return this.#files.get(id);
  }

  /** Puts a file into one more packet. */
  link(fileId: string, packetId: string): void {
    const [file, packet] = [this.#files.get(fileId), this.#packets.get(packetId)];
    if (file === undefined) throw new TypeError(`There is no file '${fileId}'.`);
    if (packet === undefined) throw new TypeError(`There is no packet '${packetId}'.`);
    if (packet.files.includes(file)) return;
    packet.files.push(file);
    packet.updated = this.#clock.now();
    file.packets.add(packetId);
  }

  /** Takes a file out of a packet; the last file takes the packet with it. */
  remove(packet: StoredPacket, file: StoredFile): void {
    packet.files.splice(packet.files.indexOf(file), 1);
    packet.updated = this.#clock.now();
    if (packet.files.length === 0) this.#packets.delete(packet.id);
    this.#release(file, packet);
  }

  /** Deletes a packet, and of its files those that are in no other one. */
  delete(packetId: string): void {
    const packet = this.#packets.get(packetId);
    if (packet === undefined) throw new TypeError(`There is no packet '${packetId}'.`);
    this.#packets.delete(packetId);
    for (const file of packet.files) this.#release(file, packet);
  }

  /** Gives a participant rights to a packet. */
  grant(packet: StoredPacket, participant: string, rights: readonly Right[]): void {
    if (participant === packet.owner) return;
    const known = packet.access.get(participant) ?? new Set();
    for (const right of rights) known.add(right);
    packet.access.set(participant, known);
  }

  allows(packet: StoredPacket, participant: string, right: Right): boolean {
    return packet.owner === participant || packet.access.get(participant)?.has(right) === true;
  }

  /**
   * Lets the consumers of an event read the packets that its data mentions, if its producer may read them. The manual says
   * that events carry ids of packets and files, not how the receiver comes by the right to use them.
   */
  shareMentioned({ data, producer, consumer }: AstralEvent): void {
    if (this.#packets.size === 0) return;
    for (const [id] of JSON.stringify(data).matchAll(/(?<![a-f0-9])[a-f0-9]{32}(?![a-f0-9])/g)) {
      const packet = this.#packets.get(id);
      if (packet === undefined || !this.allows(packet, producer, 'read')) continue;
      for (const receiver of consumer) this.grant(packet, receiver, ['read']);
    }
  }

  clear(): void {
    for (const file of this.#files.values()) file.blob.delete();
    this.#packets.clear();
    this.#files.clear();
  }

  /** The next id of the sequence that neither a packet nor a file has: a scenario may have brought some. */
  unusedId(taken?: ReadonlySet<string | undefined>): string {
    for (;;) {
      const id = this.#random.hex(32);
      if (!this.#packets.has(id) && !this.#files.has(id) && taken?.has(id) !== true) return id;
    }
  }

  #release(file: StoredFile, packet: StoredPacket): void {
    file.packets.delete(packet.id);
    if (file.packets.size > 0) return;
    this.#files.delete(file.id);
    file.blob.delete();
  }
}
