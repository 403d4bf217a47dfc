import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { llmsFull, llmsIndex } from './llms.ts';
import { anchorOf, extendMarkdown } from './markdown.ts';
import { type Language, languages, listed } from './pages.ts';
import { projectAddress } from './project.ts';
import { russian, russianSearch } from './russian.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const docs = join(root, 'docs');

const link = (path: string): string => `/${path.replace(/\.md$/, '')}`;

function theme(language: Language, names: { guide: string; api: string }): DefaultTheme.Config {
  const sidebar = listed(docs, language);
  return {
    nav: [
      { text: names.guide, link: link(sidebar[0]?.pages[0]?.path ?? languages[language]) },
      { text: names.api, link: '/api/index.html', target: '_self' },
    ],
    sidebar: sidebar.map(({ title, pages }) => ({
      text: title,
      items: pages.map((page) => ({ text: page.title, link: link(page.path) })),
    })),
  };
}

export default defineConfig({
  title: 'Partner APIs',
  description: 'A TypeScript SDK for Astral.Platform, Stormwall, ASNA and Kontur.Reestro',
  lastUpdated: false,
  // The API reference is made by typedoc, beside the pages.
  ignoreDeadLinks: [/^\/api\/index/],
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  markdown: {
    anchor: { slugify: anchorOf },
    config: extendMarkdown(root),
    // Those in which comments can be read too.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: theme('en', { guide: 'Guide', api: 'API reference' }),
    },
    ru: {
      label: 'Русский',
      lang: 'ru',
      description: 'SDK на TypeScript для Астрал.Платформы, Stormwall, АСНА и Контур.Реестро',
      themeConfig: { ...theme('ru', { guide: 'Руководство', api: 'Справочник API' }), ...russian },
    },
  },
  themeConfig: {
    outline: { level: [2, 3] },
    socialLinks: [{ icon: 'github', link: projectAddress }],
    search: { provider: 'local', options: { locales: { ru: { translations: russianSearch } } } },
  },
  vite: {
    build: { chunkSizeWarningLimit: 4000 },
  },
  buildEnd({ outDir }) {
    writeFileSync(join(outDir, 'llms.txt'), llmsIndex(docs));
    writeFileSync(join(outDir, 'llms-full.txt'), llmsFull(docs));
    for (const { pages } of listed(docs, 'en')) {
      for (const { path } of pages) {
        mkdirSync(dirname(join(outDir, path)), { recursive: true });
        copyFileSync(join(docs, path), join(outDir, path));
      }
    }
  },
});
