import type { AstralEvent, AstralFile, Packet, PublishedEvent } from '@partner-apis/astral';
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import type { eventSchema, fileSchema, packetSchema, publishedSchema } from '../src/api/schemas.ts';

// Checked by the compiler, never run: what is documented is what the schemas let through, no more and no less.
expectTypeOf<z.output<ReturnType<typeof eventSchema>>>().toEqualTypeOf<AstralEvent>();
expectTypeOf<z.output<ReturnType<typeof publishedSchema>>>().toEqualTypeOf<PublishedEvent>();
expectTypeOf<z.output<ReturnType<typeof fileSchema>>>().toEqualTypeOf<AstralFile>();
expectTypeOf<z.output<ReturnType<typeof packetSchema>>>().toEqualTypeOf<Packet>();
