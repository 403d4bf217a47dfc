import { thrown } from '@partner-apis/test-kit';
import { expect, test } from 'vitest';
import { newEndpoint } from '../src/new-endpoint.ts';
import { root } from '../src/workspace.ts';

const history = { name: 'events.history', method: 'GET', path: '/events/{eventId}/history' };

test.each([
  ['astral', history, 'packages/astral/src/events/events.ts'],
  [
    'asna',
    { name: 'messages.list', method: 'POST', path: '/v5/messages' },
    'packages/asna/src/messages/messages.ts',
  ],
  [
    'stormwall',
    { name: 'domains.purge', method: 'DELETE', path: '/service/{serviceId}/domain/{domainId}/cache' },
    'packages/stormwall/src/resources/domains.ts',
  ],
])('a new endpoint of %s is four places, each with what is left to do', (vendor, words, home) => {
  const files = newEndpoint(root, { vendor, ...words });
  expect(files.size).toBe(4);
  expect([...files.keys()]).toContain(home);
  for (const [file, text] of files) {
    expect(text, file).toMatch(/TODO\b/);
    // Whoever knows TypeScript alone must see that it is not done.
    if (file !== home) expect(text, file).toContain('TODO(');
  }
  const [operation = ''] = files.values();
  expect(operation).toContain(`id: '${words.name}'`);
  expect(operation).toContain(`path: '${words.path}'`);
});

test.each<[string, object, string]>([
  ['no such vendor', { vendor: 'none' }, 'There is no package none.'],
  ['no such resource', { name: 'nothing.history' }, 'No class Nothing in packages/astral/src'],
  ['a name of one word', { name: 'history' }, 'give resource and method'],
  ['a method nobody uses', { method: 'TRACE' }, 'TRACE is no HTTP method'],
  ['a path without a slash', { path: 'events' }, 'begins with a slash'],
])('%s is said', (_, wrong, words) => {
  expect(thrown(() => newEndpoint(root, { vendor: 'astral', ...history, ...wrong })).message).toContain(
    words,
  );
});
