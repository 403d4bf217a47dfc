import type { QueryValue, Schema } from '@partner-apis/core/user';
import { check, type Checked, defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { flaggedQuery } from '../api/flags.ts';
import { type Envelope, listOf, Page } from '../lists/page.ts';
import { type Paging, pagingQuery } from '../api/paging.ts';

/** A list command of which there is no method here, such as the history of attacks. */
export interface ListArguments {
  /** From the base URL on, starting with a slash, ids in their places; without a query. */
  readonly path: string;
  /** Filters. Booleans go out as 0 and 1; an array repeats its key. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>> | undefined;
  /** Without a schema the items are `unknown`; see {@link ListWithItem}. */
  readonly item?: undefined;
}

/** The same with a schema for each item: any Standard Schema. */
export interface ListWithItem<S> extends Omit<ListArguments, 'item'> {
  /** Checks each item, and gives it its type. */
  readonly item: S;
}

const params = once(() =>
  z.strictObject({
    path: z.string('must be a string'),
    query: z.optional(z.unknown()),
    item: z.optional(z.unknown()),
  }),
);

/** Filters and place in the list together. */
const query = once(() =>
  z.pipe(
    z.object({ filters: flaggedQuery(), paging: pagingQuery() }),
    z.transform(({ filters, paging }) => ({ ...filters, ...paging })),
  ),
);

/** The operation of a list command written by hand. */
export function listOperation(item: Schema<unknown, unknown> | undefined) {
  return defineOperation({
    id: 'list',
    summary: 'Any command that answers a list',
    source: 'Stormwall API manual, fields of commands that return lists',
    method: 'GET',
    path: '{+path}',
    safety: 'read',
    params: params(),
    query: query(),
    response: item === undefined ? unchecked() : checkedList(item),
    result: (envelope, _sent, body) => new Page(envelope, body),
  });
}

/** The input of {@link listOperation} for one page. */
export function listInput(args: Omit<ListArguments, 'item'>, paging: Paging) {
  return { params: args, query: { filters: args.query, paging } };
}

const unchecked = once((): Schema<unknown, Envelope<unknown>> => listOf(z.unknown()));

/** An envelope whose items are checked one by one. */
function checkedList(item: Schema<unknown, unknown>): Schema<unknown, Envelope<unknown>> {
  return {
    '~standard': {
      version: 1,
      vendor: 'partner-apis',
      async validate(body) {
        const envelope = await check(unchecked(), body);
        if (envelope.issues !== undefined) return envelope;
        const items = await Promise.all((envelope.value.list ?? []).map(async (each) => check(item, each)));
        const issues = items.flatMap(issuesAt);
        if (issues.length > 0) return { issues };
        return { value: { list: items.map(valueOf) } };
      },
    },
  };
}

function issuesAt(checked: Checked<unknown>, place: number) {
  return (checked.issues ?? []).map(({ path, message }) => ({ path: ['list', place, ...path], message }));
}

function valueOf(checked: Checked<unknown>): unknown {
  return checked.issues === undefined ? checked.value : undefined;
}
