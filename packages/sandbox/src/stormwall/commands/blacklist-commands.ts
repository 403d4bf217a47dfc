import { isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';
import type { Route } from '../../vendor.ts';
import { route } from '../command.ts';
import { listed } from '../list.ts';
import { pagingQuery } from '../request.ts';
import type { StormwallState } from '../state.ts';

/** Entries that a domain takes, as public programs report. */
const MOST_ENTRIES = 500;

const cidr = z.string().refine(isCidr, 'not a CIDR block');
const entries = z.strictObject({ list: z.array(cidr).min(1) });
const path = '/user/service/:service/domain/:domain/ddos/black-cidr-list';

/** The blacklist of a domain, as public programs use it: PUT adds, DELETE takes a body too, single addresses are blocks of one. */
export function blacklistCommands(state: StormwallState): Route[] {
  return [
    route(state, {
      id: 'blacklist.list',
      method: 'GET',
      path,
      query: z.strictObject(pagingQuery),
      run: ({ account, id, query }) => {
        const { blacklist } = state.objects.domain(account, id('service'), id('domain'));
        return listed([...blacklist], query, MOST_ENTRIES);
      },
    }),
    route(state, {
      id: 'blacklist.add',
      method: 'PUT',
      path,
      body: entries,
      run: ({ account, id, body }) => {
        const { blacklist } = state.objects.domain(account, id('service'), id('domain'));
        if (state.v1.blacklist === 'replace') blacklist.clear();
        const left = body.list.filter((entry) => {
          if (blacklist.size >= MOST_ENTRIES && !blacklist.has(entry)) return true;
          blacklist.add(entry);
          return false;
        });
        // The input is right, a subsystem cannot take it now: the manual's words for a soft error. The code is made up.
        return {
          payload: {},
          softErrors: left.length === 0 ? [] : [{ type: 'DDOS', code: 'BLACKLIST_IS_FULL' }],
        };
      },
    }),
    route(state, {
      id: 'blacklist.remove',
      method: 'DELETE',
      path,
      body: entries,
      run: ({ account, id, body }) => {
        const { blacklist } = state.objects.domain(account, id('service'), id('domain'));
        for (const entry of body.list) blacklist.delete(entry);
        return { payload: {} };
      },
    }),
  ];
}

/** An address, a slash and a prefix: without the prefix it is no block. */
export function isCidr(text: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return false;
  const [, address = '', prefix] = match;
  return Number(prefix) <= (isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1);
}
