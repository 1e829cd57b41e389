/** The page of everything; `stay` where the sign-in has a box for staying signed in, `links` where a link ends a shopping list, `raise` where a button gives a role. */
export const shopPage = ({
  stay,
  links,
  raise,
}: {
  readonly stay: boolean;
  readonly links: boolean;
  readonly raise: boolean;
}) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Northline Trade</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/shop.css">
<script src="/assets/shop.js" defer></script>
</head>
<body${stay ? ' data-stay="yes"' : ''}${links ? ' data-links="yes"' : ''}${raise ? ' data-raise="yes"' : ''}><header id="bar">Northline Trade</header><main id="main"></main></body>
</html>
`;

export const shopStyle = `body{font:15px/1.5 system-ui;margin:0}header{background:#321;color:#fff;padding:.6rem 1rem}
header a,header button{color:#fff;margin-right:1rem}main{max-width:50rem;margin:1.5rem auto;padding:0 1rem}
label{display:block;margin:.6rem 0}input,textarea{font:inherit;display:block;width:100%;max-width:30rem;box-sizing:border-box}
.trouble{color:#a11}dt{font-weight:bold}
`;

/** The account by GraphQL, what was ordered by REST; pages are drawn in the browser. */
export const shopScript = `const main = document.querySelector('#main');
const bar = document.querySelector('#bar');
const make = (name, given = {}, ...children) => {
  const element = Object.assign(document.createElement(name), given);
  element.append(...children.flat());
  return element;
};
const json = { 'content-type': 'application/json' };
let mutations = 0;
async function graphql(query, variables = {}) {
  const operationName = /^(?:query|mutation) (\\w+)/.exec(query)?.[1];
  const answer = await fetch('/graphql', { method: 'POST', headers: json, body: JSON.stringify({ operationName, query, variables }) });
  if (answer.status === 401) throw new Error('signed out');
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}
const mutate = (query, input) => graphql(query, { input: { ...input, clientMutationId: String(++mutations) } });
async function rest(path, method = 'GET', body) {
  const answer = await fetch('/rest' + path, { method, ...(body ? { headers: json, body: JSON.stringify(body) } : {}) });
  if (!answer.ok) throw new Error((await answer.json()).title);
  return answer.status === 204 ? undefined : answer.json();
}
const LOGIN = 'mutation Login($input: LoginInput!) { login(input: $input) { customer { id } userErrors clientMutationId } }';
const LOGOUT = 'mutation Logout($input: LogoutInput!) { logout(input: $input) { clientMutationId } }';
const ME = 'query Me { me { id name email role note company { id name agreement } } }';
const ORDERS = 'query Orders { orders { number placedOn } }';
const ORDER = 'query Order($number: String!) { order(number: $number) { number placedOn remark lines { sku text quantity } } }';
const ADDRESSES = 'query Addresses { addresses { id label } }';
const ADDRESS = 'query Address($id: ID!) { address(id: $id) { id label street instructions } }';
const CARDS = 'query Cards { paymentMethods { id brand ending holder } }';
const SAVE = 'mutation UpdateAddress($input: UpdateAddressInput!) { updateAddress(input: $input) { address { id instructions } clientMutationId } }';

const together = (items, send) => {
  const ticked = new Set();
  const act = make('button', { type: 'button', hidden: true }, 'Archive ticked');
  act.addEventListener('click', () => send([...ticked]).then(show, () => undefined));
  const row = ({ id, name }) => {
    const box = make('input', { type: 'checkbox' });
    box.addEventListener('change', () => { if (box.checked) ticked.add(id); else ticked.delete(id); act.hidden = ticked.size === 0; });
    return make('li', {}, make('label', {}, box), make('a', { href: '/lists/' + id }, name));
  };
  return [make('ul', {}, items.map(row)), act];
};
const links = (items, to) => make('ul', {}, items.map((one) => make('li', {}, make('a', { href: to(one)[0] }, to(one)[1]))));
const facts = (record) => make('dl', {}, Object.entries(record).flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))]));
const form = (label, tag, name, value, button, send) => {
  const field = make(tag, { name, required: true });
  field.value = value;
  const trouble = make('p', { className: 'trouble' });
  const given = make('form', {}, make('label', {}, label, field), make('button', {}, button), trouble);
  given.addEventListener('submit', (event) => {
    event.preventDefault();
    send(field.value).then(show, (error) => { trouble.textContent = error.message; });
  });
  return given;
};
const views = [
  [/^\\/$/, 'Overview', async () => [
    make('h2', {}, 'Orders'), links((await graphql(ORDERS)).orders, ({ number }) => ['/orders/' + number, number]),
    ...(who.company?.agreement ? [make('p', {}, 'Agreement: ' + who.company.agreement)] : []), make('h2', {}, 'Ways to pay'), ...(await graphql(CARDS)).paymentMethods.map(({ brand, ending, holder }) => make('p', {}, brand + ' ending in ' + ending + ', ' + holder)),
  ]],
  [/^\\/orders\\/([\\w-]+)$/, 'Order', async (number) => {
    const { order } = await graphql(ORDER, { number });
    if (!order) throw new Error('There is no such order.');
    const invoice = await rest('/orders/' + number + '/invoice');
    return [facts({ number, remark: order.remark, invoice: invoice.invoice }), make('ul', {}, order.lines.map((one) => make('li', {}, one.quantity + ' × ' + one.text)))];
  }],
  [/^\\/addresses$/, 'Addresses', async () => [links((await graphql(ADDRESSES)).addresses, ({ id, label }) => ['/addresses/' + id, label])]],
  [/^\\/addresses\\/([\\w-]+)$/, 'Address', async (id) => {
    const { address } = await graphql(ADDRESS, { id });
    if (!address) throw new Error('There is no such address.');
    return [facts({ label: address.label, street: address.street }), form('Instructions', 'textarea', 'instructions', address.instructions, 'Save', (instructions) => mutate(SAVE, { addressId: id, changes: { instructions } }))];
  }],
  [/^\\/lists$/, 'Shopping lists', async () => [
    ...together((await rest('/lists')).items, (ids) => rest('/lists/archive-many', 'POST', { ids })),
    form('Name', 'input', 'name', '', 'Add list', (name) => rest('/lists', 'POST', { name })),
  ]],
  [/^\\/lists\\/([\\w-]+)$/, 'Shopping list', async (id) => {
    const { name, state } = await rest('/lists/' + id);
    const act = (label, how) => {
      const button = make('button', { type: 'button' }, label);
      button.addEventListener('click', () => rest('/lists/' + id + '/' + how, 'POST', {}).then(show, () => undefined));
      return button;
    };
    const archive = document.body.dataset.links ? make('a', { href: '/rest/lists/' + id + '/archive' }, 'Archive') : act('Archive', 'archive');
    const all = state === 'closed' && who.role === 'owner' ? [act('Reopen', 'reopen')] : state !== 'open' ? [] : who.role === 'owner' ? [archive, act('Approve', 'approve'), act('Close', 'close')] : [archive];
    return [facts({ name, state }), ...all];
  }],
  [/^\\/standing-orders$/, 'Standing orders', async () => {
    const given = links((await rest('/standing-orders')).items, ({ id, every }) => ['/standing-orders/' + id, 'Every ' + every]);
    // Nothing on the page says so: with the other button of the mouse, what a line is of is shown below the list.
    const below = make('div');
    given.addEventListener('contextmenu', async ({ target }) => {
      const standingOrderId = target.closest('a').pathname.split('/').at(-1);
      below.replaceChildren(facts(await rest('/standing-orders/overview', 'POST', { standingOrderId })));
    });
    return [given, below];
  }],
  [/^\\/standing-orders\\/([\\w-]+)$/, 'Standing order', async (id) => [facts(await rest('/standing-orders/' + id))]],
  [/^\\/returns$/, 'Returns', async () => [links((await rest('/returns')).items, ({ id, number }) => ['/returns/' + id, number])]],
  [/^\\/returns\\/([\\w-]+)$/, 'Return', async (id) => {
    const { label, ...one } = await rest('/returns/' + id);
    return [facts(one), make('a', { href: label }, 'Return label')];
  }],
  [/^\\/notices$/, 'Notices', async () => {
    const { items } = await rest('/notices');
    const fresh = items.filter(({ seen }) => !seen).slice(0, 1).map(({ id }) => id);
    if (fresh.length > 0) rest('/notices/seen', 'POST', { ids: fresh, seen: true }).catch(() => undefined);
    return [make('ul', {}, items.map(({ text }) => make('li', {}, text)))];
  }],
  [/^\\/team$/, 'Team', async () => {
    const { items } = await rest('/team');
    const mine = items.find(({ email }) => email === who.email);
    const role = ({ id, role: now }) => {
      const choice = make('select', { name: 'role' }, ['owner', 'buyer'].map((one) => make('option', { value: one, selected: one === now }, one)));
      choice.addEventListener('change', () => rest('/team/' + id, 'PATCH', { role: choice.value }).then(show, () => undefined));
      return choice;
    };
    const raise = ({ id, role: now }) => {
      const other = now === 'owner' ? 'buyer' : 'owner';
      const given = make('form', { method: 'post', action: '/rest/team/' + id + '?_method=PATCH' }, make('input', { type: 'hidden', name: 'role', value: other }), make('button', {}, 'Make ' + other));
      given.addEventListener('submit', (event) => {
        event.preventDefault();
        rest('/team/' + id + '?_method=PATCH', 'POST', { role: other }).then(show, () => undefined);
      });
      return given;
    };
    if (document.body.dataset.raise)
      return [make('ul', {}, items.map((one) => make('li', {}, ...[one.name, one.email, one.role].map((said) => make('span', {}, said + ' ')), ...(mine.role === 'owner' && one !== mine ? [raise(one)] : []))))];
    return [make('ul', {}, items.map((one) => make('li', {}, one.name + ', ' + one.email + ' ', mine.role === 'owner' && one !== mine ? role(one) : one.role)))];
  }],
  [/^\\/company$/, 'Company', async () => {
    const rules = await rest('/house-rules');
    return [facts(await rest('/credit')), make('a', { href: '/company/credit-sheet' }, 'Sheet to print'), form('House rules', 'textarea', 'rules', rules.text, 'Save', (text) => rest('/house-rules', 'PUT', { text }))];
  }],
  [/^\\/company\\/credit-sheet$/, 'Terms of credit', async () => [facts(await rest('/credit-sheet'))]],
  [/^\\/staff$/, 'Back office', async () => {
    const sales = await rest('/staff/sales');
    const { items } = await rest('/staff/customers');
    return [make('ul', {}, sales.items.map(({ number, company }) => make('li', {}, make('a', { href: '/staff/orders/' + number }, number), ' ' + company))), links(items, ({ id, name }) => ['/staff/customers/' + id, name])];
  }],
  [/^\\/staff\\/orders\\/([\\w-]+)$/, 'What it cost us', async (number) => (who.role === 'staff' ? [facts(await rest('/orders/' + number + '/margin'))] : [])],
  [/^\\/staff\\/customers\\/([\\w-]+)$/, 'Customer', async (id) => [facts(await rest('/staff/customers/' + id))]],
];
const pages = [['/', 'Overview'], ['/addresses', 'Addresses'], ['/lists', 'Shopping lists'], ['/standing-orders', 'Standing orders'], ['/returns', 'Returns'], ['/notices', 'Notices'], ['/team', 'Team']];
let who;

function askToSignIn() {
  const email = make('input', { type: 'email', name: 'email', autocomplete: 'username', required: true });
  const password = make('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true });
  const stay = make('input', { type: 'checkbox', name: 'stay' });
  const trouble = make('p', { className: 'trouble' });
  const given = make('form', {}, make('label', {}, 'E-mail', email), make('label', {}, 'Password', password), ...(document.body.dataset.stay ? [make('label', {}, 'Keep me signed in', stay)] : []), make('button', {}, 'Sign in'), trouble);
  given.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { login } = await mutate(LOGIN, { email: email.value, password: password.value, stay: stay.checked });
    if (login.customer) return show();
    trouble.textContent = login.userErrors[0];
  });
  main.replaceChildren(make('h1', {}, 'Sign in'), given);
}
async function show() {
  const { me } = await graphql(ME);
  bar.replaceChildren('Northline Trade');
  if (!me) return askToSignIn();
  const leave = make('button', {}, 'Sign out');
  leave.addEventListener('click', () => mutate(LOGOUT, {}).then(() => location.assign('/')));
  who = me;
  const known = me.role === 'staff' ? [['/', 'Overview'], ['/staff', 'Back office']] : me.role === 'owner' ? [...pages, ['/company', 'Company']] : pages;
  bar.replaceChildren(...known.map(([href, name]) => make('a', { href }, name)), me.name + ', ' + (me.company?.name ?? 'Northline'), leave);
  const [, title, view, found] = views.map(([path, ...rest]) => [path, ...rest, path.exec(location.pathname)]).find((one) => one.at(-1)) ?? [];
  try {
    main.replaceChildren(make('h1', {}, title ?? 'Not found'), ...(view ? await view(...found.slice(1)) : []));
  } catch (error) {
    main.replaceChildren(make('p', { className: 'trouble' }, error.message));
  }
}
show();
`;
