import { AstralClient } from '@partner-apis/astral';
import type { Scene } from './stage.ts';

/** The endless consumer in ten seconds of its life: handlers by code, a poison event, a tunnel that breaks, a clean stop. */
export const astralConsumer: Scene = {
  title: 'Astral.Platform: the consumer',
  async play({ sandbox, server, show, check }) {
    const shop = sandbox.astral.participant('shop');
    await using astral = new AstralClient({ apiKey: shop.apiKey, baseUrl: server.urls.astral });
    const publish = (code: string, data = {}): string =>
      sandbox.astral.publish({ code, data, consumer: shop.id }).id;
    const confirmed = (): number => sandbox.astral.confirmed(shop.id).length;
    const until = async (holds: () => boolean): Promise<void> => {
      for (let i = 0; i < 300 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    };

    const runs = new Map<string, number>();
    const buried: string[] = [];
    const consumer = astral
      .consumer({
        concurrency: 4,
        owner: () => true,
        maxAttempts: 3,
        retry: { retries: 2, minDelayMs: 20, maxDelayMs: 100 },
        deadLetter: (event) => void buried.push(event.id),
        hooks: {
          ladder: ({ from, to }) => show('the poll’s timeout changes', `${from} s → ${to} s`),
          failed: ({ code, attempt, again }) => {
            if (code === 'order.broken')
              show(`run ${attempt} of the poison event failed`, again ? 'once more' : 'enough');
          },
        },
      })
      .on(['order.placed', 'order.paid'], (event) => void runs.set(event.id, (runs.get(event.id) ?? 0) + 1))
      .on('order.broken', () => {
        throw new Error('a handler with a bug');
      });
    const running = consumer.run();

    for (let n = 0; n < 6; n += 1) publish(n % 2 === 0 ? 'order.placed' : 'order.paid', { n });
    await until(() => confirmed() === 6);
    check('six events went to their handlers and were confirmed', confirmed() === 6);

    const poison = publish('order.broken');
    publish('order.placed');
    await until(() => confirmed() === 8);
    check('the poison event is in the dead letter', buried[0] === poison, 'after 3 runs');
    check('it held nobody up, and is confirmed', confirmed() === 8);

    // The platform hands events to a connection that breaks under them: they are found only among the unconfirmed.
    sandbox.faults.inject({
      vendor: 'astral',
      operation: 'events.poll',
      kind: 'reset-after-effect',
      times: 1,
    });
    publish('order.placed');
    await until(() => confirmed() === 9);
    publish('order.paid');
    publish('order.paid');
    await until(() => confirmed() === 11);
    check('the tunnel broke under a poll: nothing is lost', confirmed() === 11, 'found by the sweep');
    const fault = sandbox.faults.inject({ vendor: 'astral', kind: 'refuse' });
    await until(() => consumer.health().consecutiveFailures > 1);
    show(
      'now nothing listens at the tunnel’s port',
      `${consumer.health().consecutiveFailures} polls failed so far`,
    );
    publish('order.placed');
    await fault.remove();
    await until(() => confirmed() === 12);
    check('the tunnel is back, and so is the consumer', confirmed() === 12);
    check(
      'every event was handled once',
      [...runs.values()].every((count) => count === 1),
      `${runs.size} events`,
    );

    const { drained, abandoned, unconfirmed } = await consumer.stop();
    await running;
    check('a clean stop', drained, `${abandoned.length} abandoned, ${unconfirmed.length} unconfirmed`);
  },
};
