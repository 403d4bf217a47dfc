import type { ChangeAnswer, Domain, DomainStats, Service } from '@partner-apis/stormwall';
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import type { changeAnswer, domainSchema, serviceSchema, statsSchema } from '../src/api/models.ts';

// Checked by the compiler, never run: what is documented is what the schemas let through, no more and no less.
expectTypeOf<z.output<ReturnType<typeof serviceSchema>>>().toEqualTypeOf<Service>();
expectTypeOf<z.output<ReturnType<typeof domainSchema>>>().toEqualTypeOf<Domain>();
expectTypeOf<z.output<typeof statsSchema>>().toEqualTypeOf<DomainStats>();
expectTypeOf<z.output<typeof changeAnswer>>().toEqualTypeOf<ChangeAnswer>();
