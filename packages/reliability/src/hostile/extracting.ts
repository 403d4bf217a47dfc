// A process that takes a packet to a folder, and is killed while it does, or may write no large file.
import { AstralClient } from '@partner-apis/astral';

const [baseUrl = '', apiKey = '', packetId = '', folder = ''] = process.argv.slice(2);
const astral = new AstralClient({ baseUrl, apiKey });
try {
  const files = await astral.packets.extract(packetId, folder, {
    // The parent kills on the first line.
    onProgress: () => void process.stdout.write('.\n'),
  });
  process.stdout.write(`done ${files.length}\n`);
} catch (error) {
  const { code, reason } = Object(error) as Readonly<Record<string, unknown>>;
  process.stdout.write(`failed ${String(code)} ${String(reason)}\n`);
}
await astral.close();
