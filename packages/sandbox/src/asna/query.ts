import type { Exchange } from '../http/exchange.ts';

/** The first value of a query parameter. */
export function one({ query }: Exchange, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'string' ? value : value?.[0];
}
