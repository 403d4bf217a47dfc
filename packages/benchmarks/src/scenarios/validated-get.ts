import { AstralClient } from '@partner-apis/astral';
import axios from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent, fetch, request } from 'undici';
import * as z from 'zod';
import type { Scenario } from '../scenario.ts';
import { startServer } from '../start-server.ts';

/** The check a careful program would write by hand for this answer; tolerant of unknown fields, as ours is. */
const Envelope = z.looseObject({
  status: z.number(),
  events: z.array(
    z.looseObject({
      id: z.string().regex(/^[0-9a-f]{32}$/),
      code: z.string(),
      producer: z.string(),
      parent: z.string().optional(),
      consumer: z.array(z.string()),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});

const apiKey = 'benchmark-key';
const id = '1'.padStart(32, '0');

/** What our client adds to a GET whose answer is parsed and validated, next to what peers add. */
export const validatedGet: Scenario = {
  title: 'GET of ten events, parsed and validated',
  callsPerRound: 150,
  rounds: 40,
  limit: { contestant: 'AstralClient', ratio: 1.5 },
  start: async () => {
    const { origin, stop } = await startServer();
    const url = `${origin}/events/${id}`;
    const headers = { 'x-api-key': apiKey };
    const dispatcher = new Agent();
    const httpAgent = new HttpAgent({ keepAlive: true });
    const peer = axios.create({ httpAgent, headers });
    const astral = new AstralClient({ apiKey, baseUrl: origin });
    return {
      contestants: {
        'undici.request': async () => {
          const { body } = await request(url, { dispatcher, headers });
          return Envelope.parse(JSON.parse(await body.text()));
        },
        AstralClient: () => astral.events.get(id),
        'undici.fetch': async () => {
          const response = await fetch(url, { dispatcher, headers });
          return Envelope.parse(await response.json());
        },
        axios: async () => {
          const { data } = await peer.get<unknown>(url);
          return Envelope.parse(data);
        },
      },
      stop: async () => {
        await astral.close();
        await dispatcher.close();
        httpAgent.destroy();
        stop();
      },
    };
  },
};
