import { businessName, hostNames } from './names.ts';
import { answer, type Exchange } from './exchange.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A whole HTML page of the marketing site; `body` is HTML already. */
export function page(exchange: Exchange, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · ${businessName}</title>
<link rel="stylesheet" href="/site.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><a href="/">${businessName}</a>
<nav><a href="/services">Services</a> <a href="/about">About</a> <a href="/developers">Developers</a>
<a href="https://${hostNames.app}/">Customer portal</a></nav></header>
<main>
${body}
</main>
<footer><p>${businessName}</p></footer>
<script nonce="${exchange.nonce}">document.documentElement.classList.add('ready');</script>
</body>
</html>
`;
}

/** An error page that helps the visitor and says nothing about the inside. */
export function errorPage(exchange: Exchange, status: number, title: string, sentence: string): true {
  exchange.res.setHeader('cache-control', 'no-store');
  const body = `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(sentence)}</p>
<p>If you write to us about this, please name the request <code>${exchange.requestId}</code>.</p>`;
  return answer(exchange, status, 'html', page(exchange, title, body));
}
