import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The languages of the site, and the folder of each within `docs`. */
export const languages = { en: '', ru: 'ru/' } as const;
export type Language = keyof typeof languages;

/** A page of the site: its file within `docs` and within `docs/ru`, and its name in the sidebar. */
export interface Page {
  readonly file: string;
  readonly en: string;
  readonly ru: string;
}

export interface Section {
  readonly en: string;
  readonly ru: string;
  readonly pages: readonly Page[];
}

/** Every page, in the order of the sidebar. Adding one is a line here and a file in each language. */
export const sections: readonly Section[] = [
  {
    en: 'Start',
    ru: 'Начало',
    pages: [
      { file: 'getting-started.md', en: 'In five minutes', ru: 'За пять минут' },
      { file: 'first-day.md', en: 'The first day with a vendor', ru: 'Первый день с поставщиком' },
      { file: 'migrating.md', en: 'Coming from axios or fetch', ru: 'Переход с axios или fetch' },
    ],
  },
  {
    en: 'Astral.Platform',
    ru: 'Астрал.Платформа',
    pages: [
      { file: 'astral.md', en: 'Calls', ru: 'Вызовы' },
      { file: 'astral-consumer.md', en: 'The consumer', ru: 'Потребитель' },
      { file: 'astral-packets.md', en: 'Packets', ru: 'Пакеты' },
      { file: 'stunnel.md', en: 'The tunnel', ru: 'Туннель' },
    ],
  },
  {
    en: 'Stormwall',
    ru: 'Stormwall',
    pages: [{ file: 'stormwall.md', en: 'All three versions', ru: 'Все три версии' }],
  },
  {
    en: 'ASNA',
    ru: 'АСНА',
    pages: [
      { file: 'asna.md', en: 'Stock, orders, dictionaries', ru: 'Остатки, заказы, справочники' },
      { file: 'asna-auth.md', en: 'Tokens, calls, failures', ru: 'Токены, вызовы, отказы' },
      { file: 'asna-webhooks.md', en: 'Webhooks', ru: 'Вебхуки' },
    ],
  },
  {
    en: 'Kontur.Reestro',
    ru: 'Контур.Реестро',
    pages: [
      { file: 'reestro-feed.md', en: 'The feed', ru: 'Лента' },
      { file: 'reestro.md', en: 'The whole API', ru: 'Весь API' },
    ],
  },
  {
    en: 'For every vendor',
    ru: 'Для всех поставщиков',
    pages: [
      { file: 'errors.md', en: 'Errors', ru: 'Ошибки' },
      { file: 'retries.md', en: 'Retries and time limits', ru: 'Повторы и ограничения времени' },
      { file: 'networks.md', en: 'Networks, proxies, certificates', ru: 'Сеть, прокси, сертификаты' },
      { file: 'logging.md', en: 'Logs', ru: 'Журнал' },
      { file: 'testing-your-integration.md', en: 'Testing', ru: 'Тестирование' },
    ],
  },
  {
    en: 'In production',
    ru: 'В эксплуатации',
    pages: [
      { file: 'production.md', en: 'Running it', ru: 'Эксплуатация' },
      { file: 'scaling.md', en: 'Outgrowing one machine', ru: 'Когда одной машины мало' },
      { file: 'reliability.md', en: 'Reliability', ru: 'Надёжность' },
      { file: 'benchmarks.md', en: 'Benchmarks', ru: 'Производительность' },
      { file: 'packages.md', en: 'Where it runs', ru: 'Где это работает' },
      { file: 'bundles.md', en: 'Start and size', ru: 'Запуск и размер' },
      { file: 'dependencies.md', en: 'Dependencies', ru: 'Зависимости' },
    ],
  },
  {
    en: 'Further',
    ru: 'Дальше',
    pages: [
      { file: 'write-a-vendor.md', en: 'Write a vendor', ru: 'Свой поставщик' },
      { file: 'versioning.md', en: 'Versions', ru: 'Версии' },
    ],
  },
];

export interface ListedPage {
  /** Within `docs`, the language's folder included. */
  readonly path: string;
  readonly title: string;
}

/** What the sidebar of a language lists: every page above that exists in it. */
export function listed(docs: string, language: Language): { title: string; pages: ListedPage[] }[] {
  return sections
    .map((section) => ({
      title: section[language],
      pages: section.pages.flatMap((page) => {
        const path = languages[language] + page.file;
        return existsSync(join(docs, path)) ? [{ path, title: page[language] }] : [];
      }),
    }))
    .filter(({ pages }) => pages.length > 0);
}
