import type { Result } from './results.ts';

export type Language = 'en' | 'ru';

interface Words {
  readonly title: string;
  /** Paragraphs under it. */
  readonly about: readonly string[];
  readonly columns: readonly string[];
  readonly outcomes: Readonly<Record<Result['outcome'], string>>;
  readonly notTried: string;
}

/** What the page says beside the cells. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Where it runs',
    about: [
      'Every row was tried with the packages as they are published: packed, installed into a project of its own, compiled and run there, against the sandbox where something runs. `pnpm matrix` tries all of it again and writes this page, `pnpm matrix ID` tries one row, `pnpm matrix --list` has their names. CI tries those that break most easily.',
    ],
    columns: ['what', 'versions', 'outcome', 'tried on', 'recipe, or the reason'],
    outcomes: {
      works: 'works',
      recipe: 'works with a recipe',
      fails: '**does not work**',
      differs: '**not what was expected**',
    },
    notTried: 'not tried yet',
  },
  ru: {
    title: 'Где это работает',
    about: [
      'Каждая строка проверена на пакетах в том виде, в каком они публикуются: упакованы, установлены в отдельный проект, там скомпилированы и запущены — с песочницей, если есть что запускать. `pnpm matrix` проверяет всё заново и записывает эту страницу, `pnpm matrix ID` проверяет одну строку, `pnpm matrix --list` показывает их имена. CI проверяет те, что ломаются легче всего.',
    ],
    columns: ['что', 'версии', 'результат', 'проверено', 'рецепт или причина'],
    outcomes: {
      works: 'работает',
      recipe: 'работает с рецептом',
      fails: '**не работает**',
      differs: '**не то, что ожидалось**',
    },
    notTried: 'ещё не проверено',
  },
};
