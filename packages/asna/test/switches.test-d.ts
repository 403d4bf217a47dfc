import type {
  AsnaEventName,
  MessageStatus,
  OrderChange,
  OrderHeader,
  OrderRow,
  OrderStatus,
  OrderStatusCode,
  Submitted,
  ValidationResult,
} from '@partner-apis/asna';
import { ORDER_STATUS } from '@partner-apis/asna';
import { expectTypeOf } from 'vitest';

// Checked by the compiler, never run: states of ours are closed, names and codes of the vendor are open.
export function everyState(state: MessageStatus['state']): string {
  switch (state) {
    case 'accepted':
    case 'processing':
    case 'processed':
    case 'error':
    // A code that the manual does not have.
    case 'unknown':
      return state;
    default:
      return state satisfies never;
  }
}

export function everyChange(change: OrderChange): unknown {
  switch (change.kind) {
    case 'header':
      return expectTypeOf(change.value).toEqualTypeOf<OrderHeader>();
    case 'row':
      return expectTypeOf(change.value).toEqualTypeOf<OrderRow>();
    case 'status':
      return expectTypeOf(change.value).toEqualTypeOf<OrderStatus>();
    default:
      return change satisfies never;
  }
}

export function outcome(sent: Submitted): unknown {
  switch (sent.state) {
    case 'accepted':
      return sent.wait();
    case 'done':
      return sent.data;
    default:
      return sent satisfies never;
  }
}

export function told(result: ValidationResult): string | undefined {
  if (result.valid) return undefined;
  switch (result.reason) {
    case 'schema':
    case 'unparsable':
      return result.message;
    default:
      return result.reason satisfies never;
  }
}

export function byName(name: AsnaEventName): string {
  switch (name) {
    case 'stocks_full':
    // What the manual does not have compiles too.
    case 'prices_full':
      return name;
    default:
      // @ts-expect-error any other name may come
      return name satisfies never;
  }
}

export function byStatus(status: OrderStatusCode): number {
  switch (status) {
    case ORDER_STATUS.new:
    case ORDER_STATUS.cancelled:
    case 299:
      return status;
    default:
      // @ts-expect-error any other number may come
      return status satisfies never;
  }
}
