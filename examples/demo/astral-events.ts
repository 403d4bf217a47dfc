import { AstralClient } from '@partner-apis/astral';
import type { Scene } from './stage.ts';

/** Two participants: one publishes a batch, the other waits for it on a long poll and confirms. */
export const astralEvents: Scene = {
  title: 'Astral.Platform: events',
  async play({ sandbox, server, show, check }) {
    const clinic = sandbox.astral.participant('clinic');
    const signer = sandbox.astral.participant('signer');
    const baseUrl = server.urls.astral;
    await using publisher = new AstralClient({ apiKey: clinic.apiKey, baseUrl });
    await using receiver = new AstralClient({ apiKey: signer.apiKey, baseUrl });

    const { ok, tunnel, keyAccepted } = await publisher.ping();
    check('ping: tunnel, platform and key', ok, `tunnel ${tunnel}, key accepted: ${keyAccepted}`);

    // The receiver asks first: the platform holds the request until something arrives.
    const polled = receiver.events.poll({ limit: 10, timeout: 60 });
    show('signer waits on a long poll', 'timeout 60 s');

    const batch = ['Договор № 1', 'Договор № 2', 'Акт сверки'].map((subject) => ({
      code: 'document.sign.requested',
      consumer: [signer.id],
      data: { subject },
    }));
    const { events: published, partial } = await publisher.events.publish(batch);
    check('clinic published a batch', !partial && published.length === 3, `${published.length} events`);

    const received = await polled;
    while (received.length < batch.length) received.push(...(await receiver.events.poll({ timeout: 10 })));
    const subjects = received.map(({ data }) => String(data['subject']));
    check('signer received them in order', subjects.join() === batch.map(({ data }) => data.subject).join());
    for (const subject of subjects) show(`handled “${subject}”`);

    const again = await receiver.events.poll({ unconfirmed: true });
    check('unconfirmed ones can be read again', again.length === 3, `${again.length} events`);
    const { requested, count } = await receiver.events.confirm(received.map(({ id }) => id));
    check('signer confirmed them', count === requested, `${count} of ${requested}`);
    check('nothing is left unconfirmed', (await receiver.events.poll({ unconfirmed: true })).length === 0);
  },
};
