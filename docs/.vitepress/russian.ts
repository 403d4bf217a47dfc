import type { DefaultTheme } from 'vitepress';

/** The words of the site itself in Russian. */
export const russian: DefaultTheme.Config = {
  outline: { level: [2, 3], label: 'На этой странице' },
  docFooter: { prev: 'Предыдущая страница', next: 'Следующая страница' },
  darkModeSwitchLabel: 'Оформление',
  lightModeSwitchTitle: 'Светлая тема',
  darkModeSwitchTitle: 'Тёмная тема',
  sidebarMenuLabel: 'Меню',
  returnToTopLabel: 'Наверх',
  langMenuLabel: 'Язык',
  skipToContentLabel: 'К содержанию',
  notFound: {
    title: 'Страница не найдена',
    quote: 'Здесь такой страницы нет.',
    linkLabel: 'на главную',
    linkText: 'На главную',
  },
};

export const russianSearch: DefaultTheme.LocalSearchOptions['translations'] = {
  button: { buttonText: 'Поиск', buttonAriaLabel: 'Поиск' },
  modal: {
    displayDetails: 'Показать подробности',
    resetButtonTitle: 'Сбросить',
    backButtonTitle: 'Закрыть',
    noResultsText: 'Ничего не найдено:',
    footer: {
      selectText: 'выбрать',
      selectKeyAriaLabel: 'Enter',
      navigateText: 'перейти',
      navigateUpKeyAriaLabel: 'Стрелка вверх',
      navigateDownKeyAriaLabel: 'Стрелка вниз',
      closeText: 'закрыть',
      closeKeyAriaLabel: 'Escape',
    },
  },
};
