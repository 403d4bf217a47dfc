/** Failures in the platform's words: HTTP status, ordinal within it, title. The manual gives the text of `noKey` only. */
export const failures = {
  malformedBody: [400, 1, 'Тело запроса не является корректным JSON'],
  badBody: [400, 2, 'Тело запроса не соответствует описанию метода'],
  badQuery: [400, 3, 'Некорректные параметры запроса'],
  badId: [400, 4, 'Некорректный идентификатор'],
  nothingPublished: [400, 5, 'Ни одно событие не опубликовано'],
  partlyPublished: [400, 6, 'Опубликованы не все события'],
  badForm: [400, 7, 'Некорректная форма multipart/form-data'],
  noFiles: [400, 8, 'Форма не содержит файлов'],
  notConfirmed: [400, 9, 'Событие не ожидает подтверждения'],
  // The manual (section 2.4) quotes the text of the answer without a key, not its status.
  noKey: [401, 1, 'Не указано значение заголовка X-API-Key'],
  wrongKey: [401, 2, 'Неизвестное значение заголовка X-API-Key'],
  noAccess: [403, 1, 'Недостаточно прав для работы с пакетом'],
  notYours: [403, 2, 'Недостаточно прав для работы с событием'],
  noEvent: [404, 1, 'Событие не найдено'],
  noPacket: [404, 2, 'Пакет не найден'],
  noFile: [404, 3, 'Файл не найден'],
  noRoute: [404, 4, 'Метод не найден'],
  wrongMethod: [405, 1, 'HTTP-метод не поддерживается'],
  pollTimeout: [408, 1, 'Время ожидания событий истекло'],
  fileTooLarge: [413, 1, 'Превышен максимальный размер файла - 128 Мб'],
  bodyTooLarge: [413, 2, 'Превышен максимальный размер запроса'],
  wrongType: [415, 1, 'Неподдерживаемый тип содержимого запроса'],
  gatewayTimeout: [504, 1, 'Время ожидания событий истекло'],
} as const satisfies Record<string, readonly [status: number, ordinal: number, title: string]>;

/** Name of a failure. */
export type FailureName = keyof typeof failures;

/** Titles of statuses that only an injected fault can ask for. */
export const statusTitles: Readonly<Record<number, string>> = {
  400: 'Некорректный запрос',
  401: 'Требуется авторизация',
  403: 'Доступ запрещён',
  404: 'Не найдено',
  408: 'Время ожидания истекло',
  409: 'Конфликт состояния',
  413: 'Слишком большой запрос',
  429: 'Слишком много запросов',
  500: 'Внутренняя ошибка сервера',
  502: 'Ошибка шлюза',
  503: 'Сервис временно недоступен',
  504: 'Время ожидания шлюза истекло',
};
