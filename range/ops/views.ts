import { type Approval, type Customer, depotNames, type Staff, type Ticket } from './records.ts';

export const escaped = (value: unknown) =>
  String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');

/** Who looks at a page, and the token that its forms send twice. */
export interface Viewer {
  readonly staff: Staff;
  readonly csrf: string;
}

const links = [
  ['/', 'Board'],
  ['/tickets', 'Tickets'],
  ['/approvals', 'Approvals'],
  ['/customers', 'Customers'],
  ['/reports', 'Reports'],
  ['/staff', 'Staff'],
  ['/profile', 'My profile'],
] as const;

const frame = (title: string, header: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Northline Desk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/desk.css">
<script src="/assets/desk.js" defer></script>
</head>
<body>
${header}
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;

export const csrfField = ({ csrf }: Viewer) => `<input type="hidden" name="_csrf" value="${escaped(csrf)}">`;

/** A page for somebody who is signed in. */
export function page(viewer: Viewer, title: string, body: string): string {
  const { staff } = viewer;
  const all = staff.role === 'administrator' ? [...links, ['/admin', 'Administration'] as const] : links;
  const place = staff.depot === undefined ? 'Both depots' : depotNames[staff.depot];
  const header = `<header><nav>${all.map(([href, name]) => `<a href="${href}">${name}</a>`).join(' ')}</nav>
<span>${escaped(staff.name)}, ${place}</span>
<form method="post" action="/sign-out">${csrfField(viewer)}<button class="quiet">Sign out</button></form></header>`;
  return frame(title, header, body);
}

/** A page for anybody. */
export const openPage = (title: string, body: string) => frame(title, '<header>Northline Desk</header>', body);

const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

export const ticketTable = (rows: readonly Ticket[]) =>
  table(
    ['Number', 'Title', 'Place', 'State', 'Opened'],
    rows.map((one) => [
      `<a href="/tickets/${one.number}">T-${one.number}</a>`,
      escaped(one.title),
      escaped(one.place),
      one.state,
      one.openedOn,
    ]),
  );

export const approvalTable = (rows: readonly Approval[]) =>
  table(
    ['Subject', 'Amount', 'State'],
    rows.map((one) => [`<a href="/approvals/${one.id}">${escaped(one.subject)}</a>`, one.amount.toFixed(2), one.state]),
  );

export const customerTable = (rows: readonly Customer[]) =>
  table(
    ['Name', 'Address', 'Phone'],
    rows.map((one) => [
      `<a href="/customers/${one.id}">${escaped(one.name)}</a>`,
      escaped(one.address),
      escaped(one.phone),
    ]),
  );

export const staffTable = (rows: readonly Staff[]) =>
  table(
    ['Name', 'Role', 'Extension'],
    rows.map((one) => [`<a href="/staff/${one.id}">${escaped(one.name)}</a>`, one.role, one.extension]),
  );

/** Name and value of each field, as a list of definitions. */
export const facts = (pairs: readonly (readonly [string, unknown])[]) =>
  `<dl>${pairs.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;

export const field = (name: string, label: string, value = '') =>
  `<label>${label}<input name="${name}" value="${escaped(value)}" maxlength="200" required></label>`;
export const area = (name: string, label: string, value = '') =>
  `<label>${label}<textarea name="${name}" rows="4" maxlength="2000" required>${escaped(value)}</textarea></label>`;
export const form = (viewer: Viewer, action: string, fields: string, button: string) =>
  `<form method="post" action="${action}">${csrfField(viewer)}${fields}<button>${button}</button></form>`;
