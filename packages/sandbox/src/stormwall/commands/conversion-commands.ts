import * as z from 'zod';
import type { Route } from '../../vendor.ts';
import { route } from '../command.ts';
import type { StormwallState } from '../state.ts';

/** "The answer is always JSON, except for conversion commands" (manual, REST interface). It names none; this one is made up. */
export function conversionCommands(state: StormwallState): Route[] {
  return [
    route(state, {
      id: 'convert.blacklist',
      method: 'POST',
      path: '/user/convert/black-cidr-list',
      body: z.strictObject({ list: z.array(z.string()).min(1) }),
      run: ({ body }) => ({
        answer: {
          status: 200,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          body: body.list.map((entry) => `deny ${entry};\n`).join(''),
        },
      }),
    }),
  ];
}
