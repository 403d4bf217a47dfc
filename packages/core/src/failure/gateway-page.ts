import type { Answer } from '../operation/profile.ts';

/** What the page of a proxy or gateway usually means, by its status. */
const ADVICE: Readonly<Record<number, string>> = {
  401: 'It asks for credentials of its own, which says nothing about yours.',
  403: 'It does not let the request through, which says nothing about your credential.',
  407: 'It is a proxy that asks for credentials of its own.',
  413: 'It takes no request of this size: raise its limit (nginx: client_max_body_size).',
  502: 'It could not reach what is behind it.',
  503: 'What is behind it is out of service or overloaded.',
  504: 'It did not wait long enough for what is behind it.',
};

/** The most of a page's title that is shown. */
const TITLE_LIMIT = 100;

/**
 * What to do about a page of HTML where a vendor answers JSON: something in between has answered, so hints about the request or the
 * credential would mislead. Undefined for any other answer.
 */
export function gatewayHint(
  vendor: string,
  answer: Pick<Answer, 'status' | 'headers' | 'body'>,
): string | undefined {
  const { status, headers, body } = answer;
  if (typeof body !== 'string' || !isPage(headers['content-type'], body)) return undefined;
  const title = /<title[^>]*>([^<]*)<\/title/i
    .exec(body.slice(0, 4_096))?.[1]
    ?.replaceAll(/\s+/g, ' ')
    .trim();
  const server = headers['server'];
  const signs = [
    ...(server === undefined ? [] : [`Server: ${server}`]),
    ...(title === undefined || title === '' ? [] : [`title: ${title.slice(0, TITLE_LIMIT)}`]),
  ];
  const who = signs.length === 0 ? '' : ` (${signs.join(', ')})`;
  return `Not ${vendor} answered ${status} but something in between${who}, with a page of HTML. ${advice(status, title)}`;
}

function isPage(type: string | undefined, body: string): boolean {
  return /\bhtml\b/i.test(type ?? '') || /^\s*<(!doctype\s+html|html|head|title|body|h1)\b/i.test(body);
}

function advice(status: number, title = ''): string {
  if (/certificate/i.test(title))
    return 'It wants a client certificate, and none that it takes has reached it.';
  if (status >= 200 && status <= 299)
    return 'It may be a page for signing in: check baseUrl, and what is on the way.';
  return ADVICE[status] ?? 'Check baseUrl, and what is on the way.';
}
