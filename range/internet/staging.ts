import { timingSafeEqual } from 'node:crypto';
import { answer, type Layer } from './exchange.ts';
import { errorPage, page } from './pages.ts';

/** Staging shows nothing to those who do not know its password. */
export function staging(password: string): Layer {
  const expected = Buffer.from(`Basic ${Buffer.from(`team:${password}`).toString('base64')}`);
  return (exchange) => {
    const given = Buffer.from(exchange.req.headers.authorization ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected))
      return answer(exchange, 200, 'html', page(exchange, 'Staging', '<h1>Staging</h1>'));
    exchange.res.setHeader('www-authenticate', 'Basic realm="staging", charset="UTF-8"');
    return errorPage(exchange, 401, 'Staff only', 'This is a place for trying things out.');
  };
}
