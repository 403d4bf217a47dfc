import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import type { Claim, Evidence } from '../claim.ts';
import { commandLine } from './command-line.ts';
import { consumerSpans } from './consumer-spans.ts';
import { search } from './property.ts';
import { proxies } from './proxies.ts';
import { type Stage, stage } from './stage.ts';

export const secretsStay: Claim = {
  id: 'secrets',
  holds:
    'No eight characters of a secret turn up in anything that a program or its operator can see, whatever a server, a proxy or a gateway does.',
  how:
    'A property test calls random operations of all four vendors, over both transports and with every kind of credential, against a server that repeats what it was sent: in failures, pages, headers, ' +
    'redirects, successes of a wrong shape, broken HTTP, in seven spellings, cut by limits in the middle of a secret. Errors with their causes, printed with all that is hidden and as JSON, log lines of every level, ' +
    'process warnings and undici’s channels (without what undici itself puts there: the headers of a request, the raw bytes of an answer that is no HTTP) are searched for any eight characters of the marked secrets, ' +
    'plain, URL-encoded, and in base64 at all three alignments. So are the spans and metrics of a consumer, HAR recordings, errors of proxies that want a password, the output of the command line, and the ' +
    'ledger, the page and the API of the sandbox’s inspector.',
  short: true,
  async run(options) {
    await using all = await stage();
    const rows: Evidence['rows'][number][] = [];
    const missed: string[] = [];
    const look = (where: string, calls: number, text: string): void => {
      rows.push({ where, calls, 'characters searched': text.length });
      missed.push(...all.finder.in(text).map((found) => `${where}: ${found}`));
      options.progress(`${where}: ${text.length} characters`);
    };
    look(
      'clients, printed',
      all.troupes.length,
      inspect(
        all.troupes.map(({ clients }) => clients),
        { depth: 12, showHidden: true },
      ),
    );
    const inside = await insideOfSandbox(all);
    look('ledger, inspector page and API', inside.requests, inside.text);
    const searched = await search(all, options.short ? 500 : 10_000);
    rows.push({
      where: 'errors, logs, channels',
      calls: searched.calls,
      'characters searched': searched.characters,
    });
    missed.push(...searched.missed);
    options.progress(`${searched.calls} calls, ${searched.failed} of which failed`);
    // A server that nobody fails at shows nothing.
    if (searched.failed < searched.calls / 2)
      missed.push(`Only ${searched.failed} of ${searched.calls} calls failed.`);
    const recordings = await Promise.all(all.recordings.map((path) => readFile(path, 'utf8')));
    look('HAR recordings', recordings.join().split('startedDateTime').length - 1, recordings.join('\n'));
    const spans = await consumerSpans(all, options.short ? 10 : 100);
    look('spans, metrics, observers of a consumer', spans.polls, spans.text);
    const proxied = await proxies(all);
    look('errors of proxies', proxied.calls, proxied.text);
    const printed = await commandLine(all);
    look('output of the command line', printed.runs, printed.text);
    return { rows, missed };
  },
};

/** What the sandbox shows of the requests that the set-up made. */
async function insideOfSandbox({
  place: { sandbox, server },
}: Stage): Promise<{ requests: number; text: string }> {
  const requests = sandbox.requests();
  const url = server.inspector?.url ?? '';
  // Details of requests are kept for the last ones only; each of them has a page.
  const pages = [
    '',
    'api/state',
    'api/requests?limit=1000',
    'fragments/state',
    ...requests.slice(-300).map(({ number }) => `requests/${number}`),
  ];
  const texts: string[] = [];
  for (const page of pages) texts.push(await (await fetch(new URL(page, url))).text());
  return { requests: requests.length, text: [JSON.stringify(requests), ...texts].join('\n') };
}
