import type { Sandbox } from '@partner-apis/sandbox';
import { describe, expect, it } from 'vitest';
import { USUAL } from './support/usual.ts';
import { verify } from './support/verify.ts';

const WRITE = ['--write', '--webhook-url', 'https://shop.example/asna'];

describe('finds each setting of the sandbox out', () => {
  it.each([
    {},
    ...[
      'null',
      'missing',
      'no-content',
      'empty-body',
      'not-modified',
      'request-timeout',
      'gateway-timeout',
      'body-status',
      'bare-array',
    ].map((emptyAnswer) => ({ emptyAnswer })),
    ...['without-id', 'with-error', 'failure'].map((partialAnswer) => ({ partialAnswer })),
    ...['accepted', 'no-content', 'empty-body'].map((deleteAnswer) => ({ deleteAnswer })),
    { failureStatus: 'body' },
    { failureStatus: 'body', partialAnswer: 'failure', unknownConfirmed: 'refused', wrongKey: 403 },
    { wrongKey: 403 },
    { wrongKey: 400 },
    { missingEvent: 'forbidden' },
    { missingEvent: 'empty-list' },
    { unknownConfirmed: 'counted' },
    { unknownConfirmed: 'refused' },
    { unknownConfirmed: 'not-found' },
    { deletedAgain: 'success' },
    { deletedAgain: 'success', deleteAnswer: 'empty-body' },
    { archive: { names: 'dashed' } },
    { archive: { names: 'prefixed', nameRecord: 'lower' } },
    { archive: { nameRecord: 'upper', directory: true } },
    { archive: { nameRecord: 'missing', globalHeader: true } },
    { archive: { contentEncoding: true } },
    { archive: { contentLength: true } },
  ])('astral: %j', async ({ archive, ...patch }: Record<string, unknown>) => {
    const { settings, code, out } = await verify('astral', {
      args: WRITE,
      set: ({ astral }) => {
        // What the table says is what the sandbox checks.
        astral.configure(patch);
        if (archive !== undefined) astral.archive = Object(archive);
      },
    });
    const expected = { ...USUAL.astral, ...patch, archive: { ...USUAL.astral.archive, ...Object(archive) } };
    expect(settings, out).toEqual(expected);
    expect(code).toBe(0);
  });

  it.each([
    {},
    { tokenSeconds: 600 },
    { failureBody: 'json' },
    { failureBody: 'html' },
    { nothing: 'empty' },
    { nothing: '204' },
    { sinceIncludes: false },
    { sinceIncludes: false, nothing: '204' },
    { pushStatus: 201 },
    { pushStatus: 202 },
    { pushStatus: 204 },
    { location: 'relative' },
    { location: 'foreign' },
    { knownAtOnce: false },
    { webhookKey: 'new' },
    { secondSubscription: 'accept' },
    { missingSubscription: 'create' },
  ] as const)('asna: %j', async (patch) => {
    let sandbox: Sandbox | undefined;
    const { settings, code, out } = await verify('asna', {
      args: WRITE,
      set: (one) => {
        sandbox = one;
        one.asna.configure(patch);
        if ('knownAtOnce' in patch) one.asna.configure({ acceptedMs: 300 });
      },
    });
    expect(settings, out).toEqual({ ...USUAL.asna, ...patch });
    expect(code).toBe(0);
    expect(sandbox?.asna.subscriptions()).toEqual([]);
  });

  it.each([
    {},
    { withoutCursor: 'newest' },
    { unknownCursor: 'oldest' },
    { unknownCursor: 'empty' },
    { emptyPage: 'null' },
    { emptyPage: 'missing' },
    { emptyPage: 'empty-text' },
    { refusalBody: 'json' },
    { refusalBody: 'html' },
    { unchanged: 'again' },
    { balance: 'empty-402' },
    { balance: 'empty-400' },
  ])('reestro: %j', async (patch) => {
    const { settings, code, out } = await verify('reestro', {
      args: WRITE,
      set: ({ reestro }) => void Object.assign(reestro, patch),
    });
    expect(settings, out).toEqual({ ...USUAL.reestro, ...patch });
    expect(code).toBe(0);
  });

  it.each([
    [{}, {}],
    [{ paging: 'ignored' }, { created: 'no-id' }],
    [{ paging: 'refused' }, { backends: 'array' }],
    [{ missingObject: 400 }, { created: 'empty' }],
    [{ missingObject: 403 }, {}],
    [{ blacklist: 'replace' }, {}],
  ] as const)('stormwall: version 1 %j, version 3 %j', async (v1, v3) => {
    let sandbox: Sandbox | undefined;
    const { settings, code, out } = await verify('stormwall', {
      args: WRITE,
      set: (one) => {
        sandbox = one;
        one.stormwall.configureV1(v1);
        one.stormwall.configureV3(v3);
      },
    });
    expect(settings, out).toEqual({
      v1: { ...USUAL.stormwall.v1, ...v1 },
      v3: { ...USUAL.stormwall.v3, ...v3 },
    });
    expect(code).toBe(0);
    expect(sandbox?.requests({ operation: 'v3.domains.delete' })).toHaveLength(1);
    expect(sandbox?.stormwall.blacklist(1, 2)).toEqual([]);
  });
});
