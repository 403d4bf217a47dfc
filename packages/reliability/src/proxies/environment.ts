import type { ProxyCase } from './failures.ts';
import { type Front, HOST } from './front.ts';
import { squid } from './squid.ts';

/** A client whose environment names a proxy that knows the vendor, which nothing else does. */
async function named(
  front: Front,
  variables: Readonly<Record<string, string>>,
  option: { readonly proxy?: 'environment' },
) {
  const { url } = await squid(front.stage.machine, { hosts: [HOST] });
  const baseUrl = await front.tls();
  // The process is this claim's own.
  const set = { HTTPS_PROXY: url, NO_PROXY: '', https_proxy: '', no_proxy: '', ...variables };
  Object.assign(process.env, set);
  const client = front.client(baseUrl, { ...option, tls: { ca: front.ca } });
  for (const name of Object.keys(set)) delete process.env[name];
  return client;
}

/** What the variables do, with the option and without it. */
export const environmentCases: readonly ProxyCase[] = [
  {
    what: "HTTPS_PROXY, with proxy: 'environment'",
    up: (front) => named(front, {}, { proxy: 'environment' }),
    expected: /^ok$/,
    arrived: 1,
  },
  {
    what: 'HTTPS_PROXY, without the option',
    up: (front) => named(front, {}, {}),
    expected: /^ConnectionError (ENOTFOUND|EAI_AGAIN) .*Nothing was sent/s,
    arrived: 0,
  },
  {
    what: "HTTPS_PROXY and NO_PROXY of the vendor's name, with proxy: 'environment'",
    up: (front) => named(front, { NO_PROXY: `example.test,.${HOST}` }, { proxy: 'environment' }),
    expected: /^ConnectionError (ENOTFOUND|EAI_AGAIN) .*Nothing was sent/s,
    arrived: 0,
  },
];
