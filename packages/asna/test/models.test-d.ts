import type { MessageStatus, Subscription, WebhookKey } from '@partner-apis/asna';
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import type { statusSchema } from '../src/messages/message-state.ts';
import type { subscription } from '../src/webhooks/subscription-operations.ts';
import type { keyAnswer } from '../src/webhooks/webhook-operations.ts';

// Checked by the compiler, never run: what is documented is what the schemas take and let through, no more and no less.
expectTypeOf<z.input<typeof subscription>>().toEqualTypeOf<Subscription>();
expectTypeOf<z.output<typeof keyAnswer>>().toEqualTypeOf<WebhookKey>();
expectTypeOf<MessageStatus>().toExtend<z.output<ReturnType<typeof statusSchema>>>();
expectTypeOf<
  z.output<ReturnType<typeof statusSchema>> & Pick<MessageStatus, 'state'>
>().toExtend<MessageStatus>();
