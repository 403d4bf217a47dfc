/** One validated GET by each of the libraries that a program would take: the same checks, connections kept, all other settings theirs. */
import { nativeFetch } from './native-fetch.ts';
import axios from 'axios';
import got from 'got';
import ky from 'ky';
import { Agent as HttpAgent } from 'node:http';
import { Agent, fetch } from 'undici';
import * as requests from './requests.ts';
import { Envelope } from './schemas.ts';

/** Calls by name, and what lets their connections go. */
export function peersOf(url: string): {
  readonly calls: Readonly<Record<string, () => Promise<unknown>>>;
  close(): Promise<void>;
} {
  const { headers } = requests;
  const dispatcher = new Agent();
  const agent = new HttpAgent({ keepAlive: true });
  const withAxios = axios.create({ httpAgent: agent, headers });
  const withGot = got.extend({ agent: { http: agent }, headers });
  const withKy = ky.create({ headers, fetch: nativeFetch });
  return {
    calls: {
      'undici.request': () => requests.get(url, Envelope),
      'undici.fetch': async () => Envelope.parse(await jsonOf(await fetch(url, { dispatcher, headers }))),
      'global fetch': async () => Envelope.parse(await jsonOf(await nativeFetch(url, { headers }))),
      // These three reject by themselves where the status is not a good one.
      axios: async () => Envelope.parse((await withAxios.get<unknown>(url)).data),
      got: async () => Envelope.parse(await withGot.get(url).json()),
      ky: async () => Envelope.parse(await withKy.get(url).json()),
    },
    async close() {
      await requests.close();
      await dispatcher.close();
      agent.destroy();
    },
  };
}

async function jsonOf(response: {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
}): Promise<unknown> {
  if (!response.ok) throw new Error(`The answer has status ${response.status}.`);
  return response.json();
}
