import { AstralClient } from '@partner-apis/astral';
import { createSandbox, type SandboxServer } from '@partner-apis/sandbox';

const sandbox = createSandbox();
let server: SandboxServer;
beforeAll(async () => {
  server = await sandbox.listen({ port: 0 });
});
afterAll(() => server.close());

test('a packet goes up and comes down', async () => {
  const astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  const { id } = await astral.packets.upload([{ name: 'Скан.bin', data: new Uint8Array(70_000).fill(7) }]);
  for await (const file of await astral.packets.download(id)) {
    expect(file.name).toBe('Скан.bin');
    expect((await file.bytes()).length).toBe(70_000);
  }
  await astral.close();
});
