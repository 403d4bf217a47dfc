import type { SoftError, SoftErrorCode, SoftErrorsMode } from '@partner-apis/stormwall';
import { expectTypeOf } from 'vitest';

// Checked by the compiler, never run: codes of soft errors are open, what we take is closed.
export function byCode({ type, code }: SoftError): string {
  expectTypeOf(type).toExtend<string | number>();
  switch (code) {
    case 'INVALID_CERT_KEY_PAIR':
    // What the manual does not have compiles too.
    case 'SOMETHING_NEW':
      return code;
    default:
      // @ts-expect-error any other code may come
      return code satisfies never;
  }
}

export function everyMode(mode: SoftErrorsMode): string {
  switch (mode) {
    case 'return':
    case 'throw':
      return mode;
    default:
      return mode satisfies never;
  }
}

expectTypeOf<'SOMETHING_NEW'>().toExtend<SoftErrorCode>();
