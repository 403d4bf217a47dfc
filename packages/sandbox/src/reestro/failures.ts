import { jsonAnswer, type Answer } from '../http/answer.ts';
import type { RefusalBody } from './settings.ts';

/** The media type as the manual writes it. */
const MEDIA_TYPE = 'Application/json';

/** A JSON answer as the vendor labels it. */
export function answer(status: number, body: unknown): Answer {
  return jsonAnswer(status, body, { 'content-type': MEDIA_TYPE });
}

/** The answer to a value that does not have its format: the manual's example of 400, with the message of the case. */
export function wrongFieldValue(message: string): Answer {
  return answer(400, {
    code: 'validation',
    message: 'Failed to validate input request',
    target: 'api',
    errors: [{ code: 'WrongFieldValue', message, target: 'EntityApi' }],
  });
}

/** Words for statuses of which the manual shows no body. */
const WORDS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['unauthorized', 'Пользователь не авторизован'],
  403: ['forbidden', 'Пользователь не имеет доступа к ресурсам организации'],
  402: ['paymentRequired', 'Недостаточно средств на балансе'],
  404: ['notFound', 'Ресурс не найден'],
  405: ['methodNotAllowed', 'HTTP-метод не поддерживается'],
  413: ['tooLarge', 'Слишком большое тело запроса'],
  415: ['unsupportedMediaType', 'Неподдерживаемый Content-Type'],
  429: ['tooManyRequests', 'Слишком много запросов'],
  500: ['internalError', 'Внутренняя ошибка сервера'],
  503: ['unavailable', 'Сервис временно недоступен'],
};

/** A failure in the form of the manual's `Error`. */
export function failure(status: number, headers?: Record<string, string>): Answer {
  const [code, message] = WORDS[status] ?? ['error', `Код ответа ${status}`];
  const shown = answer(status, { code, message, target: 'api' });
  return { ...shown, headers: { ...shown.headers, ...headers } };
}

/** 401 and 403: the manual shows no body for either. */
export function refusal(status: 401 | 403, body: RefusalBody): Answer {
  if (body === 'json') return failure(status);
  if (body === 'empty') return { status, headers: {}, body: null };
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<html><body><h1>${status}</h1></body></html>`,
  };
}
