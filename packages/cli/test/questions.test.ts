import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asnaProbes } from '../src/verify/vendors/asna.ts';
import { astralProbes } from '../src/verify/vendors/astral.ts';
import { reestroProbes } from '../src/verify/vendors/reestro.ts';
import { stormwallProbes } from '../src/verify/vendors/stormwall.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../sandbox/scenario.schema.json', import.meta.url), 'utf8'),
);

interface Asked {
  readonly setting: string;
  readonly question: string;
  readonly writes: boolean;
}

const probes: Readonly<Record<string, readonly Asked[]>> = Object.fromEntries(
  Object.entries({
    astral: astralProbes,
    stormwall: stormwallProbes,
    asna: asnaProbes,
    reestro: reestroProbes,
  }).map(([vendor, list]) => [
    vendor,
    list.map(({ setting, question, writes }) => ({ setting, question, writes: writes !== undefined })),
  ]),
);

const TITLES = {
  'first-day.md': {
    astral: 'Astral.Platform',
    stormwall: 'Stormwall',
    asna: 'ASNA',
    reestro: 'Kontur.Reestro',
  },
  'ru/first-day.md': {
    astral: 'Астрал.Платформа',
    stormwall: 'Stormwall',
    asna: 'АСНА',
    reestro: 'Контур.Реестро',
  },
} as const;

const cases = Object.entries(TITLES).flatMap(([guide, titles]) =>
  Object.entries(titles).map(([vendor, title]) => ({ guide, vendor, title })),
);

describe.each(cases)('$guide, $vendor', ({ guide, vendor, title }) => {
  const text = readFileSync(new URL(`../../../docs/${guide}`, import.meta.url), 'utf8');

  it('lists the questions of verify, each with its number', () => {
    const [, table = ''] = text.split(`\n**${title}**\n`);
    const [rows = ''] = table.trimStart().split('\n\n');
    const listed = Array.from(
      rows.matchAll(/^\| (\d+) \| `([\w.]+)`( ✎)? \| (.+?) \| .+ \|$/gm),
      ([, number, setting = '', pen, question = '']) => ({
        number: Number(number),
        setting,
        writes: pen !== undefined,
        question,
      }),
    );
    const asked = (probes[vendor] ?? []).map((one, index) => ({ number: index + 1, ...one }));
    // A translation says it in words of its own.
    const compared = guide.startsWith('ru/')
      ? listed.map((one, at) => ({ ...one, question: asked[at]?.question }))
      : listed;
    expect(compared).toEqual(
      asked.map(({ number, setting, writes, question }) => ({ number, setting, writes, question })),
    );
  });

  it('gives the reason for each setting of the sandbox that is not asked about', () => {
    const known = new Set((probes[vendor] ?? []).map(({ setting }) => setting));
    const reasons = Array.from(text.matchAll(/^\| (.+?) \| (.+?) \| .+ \|$/gm), ([, who, what = '']) =>
      who === title ? what : '',
    ).join(' ');
    const silent = settingsOf(vendor).filter(
      (setting) => !known.has(setting) && !reasons.includes(`\`${setting.replace(/^v\d\./, '')}\``),
    );
    expect(silent).toEqual([]);
  });
});

it('each question is about a setting that the sandbox has', () => {
  for (const [vendor, list] of Object.entries(probes)) {
    const settings = settingsOf(vendor);
    expect(list.filter(({ setting }) => !settings.includes(setting))).toEqual([]);
  }
});

/** Settings of a vendor in a scenario, those of its versions each by itself. */
function settingsOf(vendor: string): string[] {
  const at = (value: unknown, ...path: readonly string[]): object =>
    path.reduce<object>((found, key) => Object(Reflect.get(found, key)), Object(value));
  const settings = at(schema, 'properties', vendor, 'properties', 'settings', 'properties');
  return Object.keys(settings).flatMap((name) =>
    /^v\d$/.test(name)
      ? Object.keys(at(settings, name, 'properties')).map((inner) => `${name}.${inner}`)
      : [name],
  );
}
