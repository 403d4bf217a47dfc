import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTransport, type Transport, undiciTransport } from '@partner-apis/core';
import { recordHar } from '@partner-apis/core/har';
import { Log } from '@partner-apis/test-kit';
import type { Call } from '../vendors/calls.ts';
import { everyOperation, type Subject } from '../vendors/every-operation.ts';
import { type Access, type Clients, clientsOf, closeAll, world, type World } from '../vendors/world.ts';
import { Finder, marked } from './marks.ts';
import { diverted, type RepeatingServer, repeatingServer } from './repeating-server.ts';

/** One client of each vendor with one way to prove who it is, over one transport; every operation is ready to be called. */
export interface Troupe {
  readonly name: string;
  readonly clients: Clients;
  readonly calls: ReadonlyMap<Subject, Call>;
}

/** Everything that a leak is looked for with. */
export interface Stage extends AsyncDisposable {
  readonly place: World;
  readonly server: RepeatingServer;
  readonly secrets: Readonly<Record<string, string>>;
  readonly finder: Finder;
  readonly log: Log;
  readonly troupes: readonly Troupe[];
  /** Recordings of what some of the troupes sent. */
  readonly recordings: readonly string[];
}

/** Secrets of every kind, each as odd as its place allows. */
function allSecrets() {
  return {
    'API key': marked(true),
    'organization key': marked(),
    sid: marked(),
    token: marked(),
    'API key of version 3': marked(),
    'client secret': marked(true),
    bearer: marked(),
    'webhook secret': marked(true),
    cookie: marked(),
    'gateway token': marked(true),
    'proxy password': marked(),
  };
}

const STORE = '7d9f6f3e-6f0c-4c5a-9d0e-3a8f1b2c4d5e';

/** Sets everything up. */
export async function stage(): Promise<Stage> {
  const secrets = allSecrets();
  const far = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const place = await world('secrets', {
    inspector: true,
    scenario: {
      astral: { participants: { partner: { apiKey: secrets['API key'] } } },
      stormwall: {
        accounts: { partner: { tokens: [{ token: secrets.token, subject: '1', expires: far }] } },
      },
      asna: {
        clients: {
          pharmacy: {
            clientId: STORE,
            clientSecret: secrets['client secret'],
            webhookSecret: secrets['webhook secret'],
            tokens: [{ token: secrets.bearer, expires: far }],
          },
        },
      },
      reestro: {
        organizations: { partner: { apiKey: secrets['organization key'], sid: secrets.sid } },
      },
    },
  });
  const server = await repeatingServer();
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  const finder = new Finder(secrets);
  const log = new Log();
  const { access } = place;
  const keys = { [secrets['API key of version 3']]: access.v3.apiKey };
  const own = { ...access, v3: { apiKey: secrets['API key of version 3'] } };
  const other: Access = {
    ...own,
    asna: { token: secrets.bearer },
    reestro: { orgId: place.server.credentials.reestro.orgId, sid: secrets.sid },
  };
  const recordings = ['one.har', 'other.har'].map((name) => join(folder, name));
  const record = (path: string | undefined) =>
    recordHar(undiciTransport(), { path: path ?? '', maxBodyBytes: 100_000 });
  const [first, second] = [record(recordings[0]), record(recordings[1])];
  const troupe = async (name: string, given: Access, inner: Transport): Promise<Troupe> => {
    const clients = clientsOf(given, {
      transport: diverted(inner, server, keys),
      logger: log,
      retry: { retries: 1, minDelayMs: 0, maxDelayMs: 0 },
      headers: {
        cookie: `lang=ru; session=${secrets.cookie}`,
        'x-gateway-token': secrets['gateway token'],
        'proxy-authorization': `Basic ${Buffer.from(`user:${secrets['proxy password']}`).toString('base64')}`,
      },
    });
    const calls = new Map<Subject, Call>();
    // One after another: some of them make what others change.
    for (const subject of everyOperation) calls.set(subject, await subject.prepare(clients, place.facts));
    return { name, clients, calls };
  };
  const troupes = [
    await troupe('undici', own, undiciTransport()),
    await troupe('fetch', own, fetchTransport()),
    await troupe('undici, other credentials', other, undiciTransport()),
    await troupe('fetch, other credentials', other, fetchTransport()),
    await troupe('recorded', own, first),
    await troupe('recorded, other credentials', other, second),
  ];
  return {
    place,
    server,
    secrets,
    finder,
    log,
    troupes,
    recordings,
    async [Symbol.asyncDispose]() {
      await Promise.all(troupes.map(({ clients }) => closeAll(clients)));
      await Promise.all([first, second].map((transport) => transport.close()));
      await server[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
