import type { AsnaSettings, Scenario, StormwallSoftError } from '@partner-apis/sandbox';
import { expectTypeOf } from 'vitest';
import type { z } from 'zod';
import type { settingsSchema } from '../../src/asna/settings.ts';
import type { scenarioSchema } from '../../src/scenario/scenario.ts';
import type { softErrorSchema } from '../../src/stormwall/soft-errors.ts';
import type { V1Settings, v1Schema } from '../../src/stormwall/v1-settings.ts';
import type { V3Settings, v3Schema } from '../../src/stormwall/v3/sites.ts';

// Checked by the compiler, never run: what is documented is what the schemas take, no more and no less.
expectTypeOf<z.output<typeof settingsSchema>>().toEqualTypeOf<AsnaSettings>();
expectTypeOf<z.output<typeof softErrorSchema>>().toEqualTypeOf<StormwallSoftError>();
expectTypeOf<z.output<typeof v1Schema>>().toEqualTypeOf<V1Settings>();
expectTypeOf<z.output<typeof v3Schema>>().toEqualTypeOf<V3Settings>();

type Given = z.output<typeof scenarioSchema>;
type Members<All, Name extends keyof All> = keyof NonNullable<All[Name]>;

expectTypeOf<Given>().toExtend<Scenario>();
expectTypeOf<Scenario>().toExtend<Given>();
// Optional members that only one of the two has would pass unseen.
expectTypeOf<keyof Given>().toEqualTypeOf<keyof Scenario>();
expectTypeOf<Members<Given, 'astral'>>().toEqualTypeOf<Members<Scenario, 'astral'>>();
expectTypeOf<Members<Given, 'stormwall'>>().toEqualTypeOf<Members<Scenario, 'stormwall'>>();
expectTypeOf<Members<Given, 'asna'>>().toEqualTypeOf<Members<Scenario, 'asna'>>();
expectTypeOf<Members<Given, 'reestro'>>().toEqualTypeOf<Members<Scenario, 'reestro'>>();
