import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@partner-apis/cli';
import { describe, expect, onTestFinished, test } from 'vitest';

const docs = join(import.meta.dirname, '../../../docs');
const pages = {
  en: await readFile(join(docs, 'stunnel.md'), 'utf8'),
  ru: await readFile(join(docs, 'ru/stunnel.md'), 'utf8'),
};

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-cli-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function says(...args: string[]): Promise<string> {
  let said = '';
  const stdout = { write: (piece: string | Uint8Array) => (said += String(piece)) !== '' };
  await runCli(['stunnel', ...args], { stdout, stderr: stdout });
  return said;
}

/** Rows of the table of log lines: what the line holds, and what it means. */
const rowsOf = (page: string): string[][] =>
  [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)]
    .filter(([, line = '']) => /SSL|TLS|CERT|onnect|resolv/.test(line) && !line.startsWith('/'))
    .map(([, line = '', wrong = '']) => [line, wrong]);

describe('the page on stunnel', () => {
  test('means by each line of a log what `explain` says of it', async () => {
    const file = join(await temporary(), 'stunnel.log');
    const rows = rowsOf(pages.en);
    expect(rows.length).toBeGreaterThan(10);
    for (const [line = '', wrong = ''] of rows) {
      await writeFile(file, `2026.11.30 07:11:30 LOG3[0]: ${line}\n`);
      expect(await says('explain', file), line).toMatch(new RegExp(`^${wrong.replaceAll('.', '\\.')} `));
    }
  });

  test('leaves out nothing that `explain` finds in a real log', async () => {
    const logs = join(import.meta.dirname, 'stunnel-5.68');
    const known = rowsOf(pages.en).map(([, wrong]) => wrong);
    for (const name of (await readdir(logs)).filter((one) => one !== 'fine.log')) {
      const said = await says('explain', join(logs, name));
      expect(
        known.some((wrong = '') => said.startsWith(wrong)),
        said,
      ).toBe(true);
    }
  });

  test.each([
    ['client.cer', []],
    ['client.crt', ['--flavour', 'openssl-gost']],
  ])('shows the file that `init` writes for %s', async (cert, more) => {
    const out = await temporary();
    await says('init', '--cert', join(out, cert), '--connect', 'demo', '--out', out, ...more);
    const written = (await readFile(join(out, 'client.conf'), 'utf8'))
      .replaceAll(out, '/stunnel')
      .replaceAll(/^;.*\n/gm, '');
    for (const page of Object.values(pages)) expect(page).toContain(`\`\`\`ini\n${written}\`\`\``);
  });

  test('is the same in both languages but for its words', () => {
    const bones = (page: string) => ({
      blocks: [...page.matchAll(/^```.*?^```$/gms)].map(([block]) => block),
      headings: [...page.matchAll(/^#+ /gm)].map(([mark]) => mark),
      code: page
        .split('\n')
        .map((line) => (line.startsWith('|') ? [...line.matchAll(/`[^`]+`/g)].map(String) : [])),
    });
    const [en, ru] = [bones(pages.en), bones(pages.ru)];
    expect(ru.blocks).toEqual(en.blocks);
    expect(ru.headings).toEqual(en.headings);
    const cells = (code: string[][]) => code.filter((line) => line.length > 0);
    expect(cells(ru.code)).toEqual(cells(en.code));
  });
});
