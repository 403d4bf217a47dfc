import { isIPv4, isIPv6 } from 'node:net';
import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

const WHAT = 'must be an IPv4 or IPv6 address, or a block such as 203.0.113.0/24';

/**
 * An entry of a blacklist: a block, or a single address, which goes out with `/32` or `/128` as Stormwall itself writes it. The block is
 * not looked at further: whether bits behind the prefix may be set is the server's business.
 */
const cidrSchema = once(() =>
  z.pipe(
    z.string(WHAT),
    z.transform((text, context) => {
      const [address = '', prefix, more] = text.split('/');
      const longest = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : undefined;
      const fits = longest !== undefined && more === undefined && prefixFits(prefix, longest);
      if (fits) return `${address}/${prefix ?? longest}`;
      context.issues.push({ code: 'custom', input: text, message: WHAT });
      return z.NEVER;
    }),
  ),
);

function prefixFits(prefix: string | undefined, longest: number): boolean {
  if (prefix === undefined) return true;
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= longest;
}

/** Entries to add or remove, each once. */
export const cidrList = once(() =>
  z.pipe(
    z.readonly(z.array(cidrSchema()).check(z.minLength(1, 'must name at least one address or block'))),
    z.transform((entries) => [...new Set(entries)]),
  ),
);
