// Publish an event to yourself, receive it on a long poll, confirm it. Without ASTRAL_API_KEY it runs against the sandbox.
// npx --yes pnpm@12.21.0 example examples/astral-publish-and-poll.ts
import { AstralClient } from '@partner-apis/astral';
import { withSandbox } from './support/with-sandbox.ts';

await withSandbox(async ({ participant }) => {
  await using astral = AstralClient.fromEnv();

  const { events, partial } = await astral.events.publish({
    code: 'example.greeting',
    consumer: [participant],
    data: { text: 'Здравствуйте' },
  });
  console.log('published', events[0]?.id, partial ? '(not all of it)' : '');

  for (const event of await astral.events.poll({ limit: 10, timeout: 60 })) {
    console.log('received', event.code, event.data);
    // Confirm only what you have handled: a confirmed event does not come back.
    const { requested, count } = await astral.events.confirm(event.id);
    console.log('confirmed', count, 'of', requested);
  }
});
