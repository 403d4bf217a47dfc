import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Evidence } from '../claim.ts';
import { algorithmsHere, Stage } from './stage.ts';

/** The longest poll of the manual, and when the event of the other one comes. Seconds. */
const LONGEST = 600;
const LATE = 570;

export const realTime: Claim = {
  id: 'real-time-poll',
  holds:
    'A poll of 600 s is held for 600 s of real time, also through a tunnel, and an event near its end is there at once.',
  how: 'Nothing is sped up: four polls of 600 s at once, of a participant each, two straight to the sandbox and two through stunnel, GOST where the engine is there. Nothing comes to one of each pair; to the other an event after 570 s.',
  short: false,
  needs: ['stunnel', 'openssl'],
  async run(): Promise<Evidence> {
    const [algorithms = 'ec'] = await algorithmsHere();
    await using stage = await Stage.make(algorithms);
    const { sandbox, server } = stage;
    const tunnel = await stage.tunnel();
    await tunnel.remote();
    await tunnel.local();
    const ways = { straight: server.urls.astral, [`through stunnel (${algorithms})`]: tunnel.url };
    const polls = Object.entries(ways).flatMap(([way, baseUrl]) =>
      [false, true].map(async (late) => {
        const { id, apiKey } = sandbox.astral.participant(`${way} ${late}`);
        const astral = stage.client({ baseUrl, apiKey });
        const started = performance.now();
        const waiting = Promise.resolve(astral.events.poll({ timeout: LONGEST }));
        if (late) {
          await sleep(LATE * 1_000);
          sandbox.astral.publish({ code: 'late', consumer: id });
        }
        const ended = await waiting.then(
          (events) => (events.length === 1 ? 'the event' : `${events.length} events`),
          (error: unknown) => String(error),
        );
        const seconds = (performance.now() - started) / 1_000;
        return { way, what: late ? `an event after ${LATE} s` : 'nothing comes', ended, seconds, late };
      }),
    );
    const done = await Promise.all(polls);
    return {
      rows: done.map(({ way, what, ended, seconds }) => ({
        way,
        'during the poll': what,
        'ended with': ended,
        after: `${seconds.toFixed(1)} s`,
      })),
      missed: done.flatMap(({ way, what, ended, seconds, late }) => {
        const right = late ? ended === 'the event' : ended === '0 events' && seconds >= LONGEST - 1;
        return right ? [] : [`${way}, ${what}: ended with ${ended} after ${seconds.toFixed(1)} s.`];
      }),
    };
  },
};
