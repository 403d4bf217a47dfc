import type {
  CheckState,
  Conditional,
  CryptoEvent,
  DocflowState,
  InspectionEntity,
  OpenText,
} from '@partner-apis/reestro';
import { expectTypeOf } from 'vitest';

// Checked by the compiler, never run: enums of the vendor stay open, and what is known of them can be held complete.
type Known<Open> = Open extends unknown ? (string extends Open ? never : Open) : never;

expectTypeOf<Known<OpenText<'a' | 'b'>>>().toEqualTypeOf<'a' | 'b'>();
expectTypeOf<Known<CheckState>>().toEqualTypeOf<'Processing' | 'Processed' | 'Error'>();
expectTypeOf<'SomethingNew'>().toExtend<CheckState & DocflowState & InspectionEntity>();

export function wordFor(state: CheckState): string {
  switch (state) {
    case 'Processing':
    case 'Processed':
    case 'Error':
    // What is not known compiles too.
    case 'SomethingNew':
      return state;
    default:
      // @ts-expect-error any other text may come
      return state satisfies never;
  }
}

export const complete: Record<Known<CheckState>, string> = { Processing: '', Processed: '', Error: '' };
// @ts-expect-error a known value is forgotten
export const incomplete: Record<Known<CheckState>, string> = { Processing: '', Processed: '' };

export function whatHappened(event: CryptoEvent): string | undefined {
  if (event.certificateFormEvent !== undefined) {
    switch (event.certificateFormEvent.formState) {
      case 'Released':
      case 'ValidationError':
        return event.certificateId;
      case undefined:
        return undefined;
      default:
        return expectTypeOf(event.certificateFormEvent.formState).toExtend<string>() && 'new';
    }
  }
  return event.signEvent?.signState;
}

export function changed(read: Conditional<{ a: string }>): string | undefined {
  switch (read.modified) {
    case true:
      return read.data.a;
    case false:
      // @ts-expect-error nothing came
      return read.data;
    default:
      return read satisfies never;
  }
}
