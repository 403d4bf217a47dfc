import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the answering process; its address, and what ends it. */
export async function startServer(script = 'server.ts'): Promise<{ origin: string; stop: () => void }> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { execArgv: [] });
  const [port] = (await once(child, 'message')) as [number];
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
