// One side of a forwarder in a process of its own, to be killed. Arguments: role, engine, url of the engine, then for a forwarder the url and
// the key of the platform, and `shared` where it is not the only one; for a worker the file in which it notes what it has handled, and how
// many milliseconds an event takes.
import { appendFileSync } from 'node:fs';
import { AstralClient } from '@partner-apis/astral';
import { astralSource, forward } from '@partner-apis/forward';
import { engines, untilDone } from './engines.ts';

const [role = '', name = '', url = '', place = '', apiKey = '', sharing] = process.argv.slice(2);
const engine = engines[name as keyof typeof engines];

if (role === 'forwarder') {
  const astral = new AstralClient({ baseUrl: place, apiKey });
  const sink = await untilDone(() => engine.sink(url));
  process.send?.('ready');
  await forward({
    source: astralSource(
      astral,
      sharing === 'shared'
        ? { sweep: { everyMs: 1_000, minAgeMs: 2_000 } }
        : { owner: () => true, sweep: { everyMs: 1_000 } },
    ),
    sink,
    retry: { minDelayMs: 50, maxDelayMs: 200 },
    putTimeoutMs: 3_000,
  }).run();
} else {
  const [takesMs, batch] = apiKey === '' ? [undefined, 1] : [Number(apiKey), 25];
  const handle = async ({ id }: { readonly id: string }): Promise<void> => {
    appendFileSync(place, `${id}\n`);
    await new Promise((resolve) => setTimeout(resolve, takesMs ?? Math.random() * 10));
  };
  await untilDone(() => engine.work(url, handle, batch));
  process.send?.('ready');
}
