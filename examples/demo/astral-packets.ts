import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AstralClient } from '@partner-apis/astral';
import type { Scene } from './stage.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Three files go up as a packet and come down as an archive, byte for byte. */
export const astralPackets: Scene = {
  title: 'Astral.Platform: packets',
  async play({ server, show, check }) {
    await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
    const files = [
      { name: 'Договор поставки.txt', data: 'Поставщик обязуется передать товар.' },
      { name: 'Скан (цветной).pdf', data: randomBytes(1_500_000), type: 'application/pdf' },
      { name: '2021', data: new Blob(['имя из одних цифр']) },
    ];
    const hashes = new Map<string, string>();
    for (const { name, data } of files) {
      hashes.set(name, sha256(data instanceof Blob ? await data.bytes() : data));
    }

    const packet = await astral.packets.upload(files);
    const names = packet.files.map(({ name }) => name);
    check(
      'uploaded three files, order and names kept',
      names.join() === files.map(({ name }) => name).join(),
    );
    for (const { name, size } of packet.files) show(name, `${size} bytes`);

    let same = 0;
    for await (const file of await astral.packets.download(packet.id)) {
      if (sha256(await file.bytes()) === hashes.get(file.name)) same += 1;
    }
    check('downloaded the archive, hashes are equal', same === files.length, `${same} of ${files.length}`);

    const directory = await mkdtemp(join(tmpdir(), 'partner-apis-demo-'));
    try {
      const written = await astral.packets.extract(packet.id, directory);
      const equal = await Promise.all(
        written.map(async ({ name, path }) => sha256(await readFile(path)) === hashes.get(name)),
      );
      check('extracted to disk, hashes are equal', equal.length === 3 && equal.every(Boolean));
    } finally {
      await rm(directory, { recursive: true });
    }

    for (const { id } of packet.files) await astral.files.delete({ packetId: packet.id, fileId: id });
    show('deleted the files, and with the last one the packet');
  },
};
