import { AstralClient } from '@partner-apis/astral';
import { close, post } from '../by-hand/requests.ts';
import { Confirmed, Envelope, Ids, NewEvent } from '../by-hand/schemas.ts';
import { startHelper } from '../harness/processes.ts';
import { inFlight, interleave, timed } from '../harness/rounds.ts';
import type { Run } from '../harness/scenario.ts';
import type { Work } from '../harness/work.ts';
import { hex } from '../servers/events.ts';

const event = {
  code: 'document.signed',
  consumer: [hex(3000), 'archive-service'],
  data: { file: `${hex(4000)}/${hex(5000)}`, valid: true, signer: 'ООО «Ромашка»', number: 7 },
};
const ids = Array.from({ length: 100 }, (_, index) => hex(index + 1));

export const run: Run = async ({ short }) => {
  const server = await startHelper('vendor.ts');
  const { origin } = server;
  const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: origin });
  const calls = short ? 150 : 200;
  const turn = (call: () => Promise<unknown>) => timed(calls, () => inFlight(calls, 16, call));
  const compare = async (
    id: string,
    title: string,
    ours: () => Promise<unknown>,
    byHand: () => Promise<unknown>,
  ): Promise<Work> => ({
    id,
    title,
    unit: 'call',
    samples: await interleave(
      { AstralClient: turn(ours), 'undici.request': turn(byHand) },
      short ? { rounds: 5, warmUps: 2 } : { rounds: 25, warmUps: 10 },
    ),
    goals: [
      {
        as: 'ratio',
        metric: 'cpu',
        of: 'AstralClient',
        by: 'undici.request',
        limit: { most: 1.3 },
        alarm: { as: 'ratio', metric: 'cpu', limit: { most: 6 } },
      },
    ],
  });
  try {
    return [
      await compare(
        'publish',
        'publish of one event, 16 in flight',
        async () => astral.events.publish(event),
        () => post(`${origin}/events`, { events: [NewEvent.parse(event)] }, Envelope),
      ),
      await compare(
        'confirm',
        'confirm of 100 events, 16 in flight',
        async () => astral.events.confirm(ids),
        () => post(`${origin}/events/confirm`, { events_id: Ids.parse(ids) }, Confirmed),
      ),
    ];
  } finally {
    await astral.close();
    await close();
    server.stop();
  }
};
