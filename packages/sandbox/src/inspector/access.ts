import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Connection } from '../http/exchange.ts';

/** Names of this machine, with any port. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Addresses of this machine. */
const LOOPBACK_ADDRESS = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

const COOKIE = 'partner-apis-inspector';

/**
 * Who may look and act. A page of somebody else, open in the same browser, can send requests here: it has another `Origin`, or, when it has
 * bound its own name to this address, another `Host`. From elsewhere than this machine everything takes the token: as a bearer, or in a
 * cookie that `/?token=…` sets, because browsers send no bearer by themselves. There are no CORS headers, so nobody else reads an answer.
 */
export function guard(token: string): MiddlewareHandler<{ Bindings: Partial<Connection> }> {
  const expected = digestOf(token);
  const right = (given: string | undefined): boolean =>
    given !== undefined && timingSafeEqual(digestOf(given), expected);
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (c.req.method === 'GET' && c.req.path === '/' && right(c.req.query('token'))) {
      setCookie(c, COOKIE, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return c.redirect('/', 303);
    }
    const local =
      LOOPBACK_HOST.test(host) && LOOPBACK_ADDRESS.test(c.env?.incoming?.socket.remoteAddress ?? '');
    if (!local && !right(bearer) && !right(getCookie(c, COOKIE)))
      return c.json(
        { error: 'From elsewhere than this machine the inspector takes its token: Authorization: Bearer …' },
        403,
      );
    const origin = c.req.header('origin');
    if (c.req.method !== 'GET' && origin !== undefined && origin !== `http://${host}`)
      return c.json({ error: 'Requests of other pages are refused.' }, 403);
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
    return undefined;
  };
}

/** The page loads nothing from elsewhere, runs no script but its own, and stands in nobody's frame. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With no-referrer browsers would send `Origin: null` with the page's own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
