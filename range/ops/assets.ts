/** Served as files: the pages' policy allows no script and no style of their own. */
export const deskStyle = `body{font:15px/1.5 system-ui;margin:0}header{background:#123;color:#fff;padding:.6rem 1rem}
header a,header button{color:#fff;margin-right:1rem}header form{display:inline}main{max-width:60rem;margin:1.5rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;border-bottom:1px solid #ccd;padding:.4rem}
label{display:block;margin:.6rem 0}input,textarea,select{font:inherit;display:block;width:100%;max-width:32rem;box-sizing:border-box}
.trouble{color:#a11}.quiet{background:none;border:0;font:inherit;text-decoration:underline;padding:0;cursor:pointer}
`;

/** What the pages fetch: with an access token that lives for a minute and is asked for anew in time. */
export const deskScript = `let token, untilMs = 0;
const cookie = (name) => document.cookie.split('; ').find((one) => one.startsWith(name + '='))?.slice(name.length + 1) ?? '';
async function access() {
  if (Date.now() < untilMs) return token;
  const answer = await fetch('/auth/token', { method: 'POST', headers: { 'x-csrf-token': cookie('desk_csrf') } });
  if (!answer.ok) throw new Error('signed out');
  const given = await answer.json();
  token = given.accessToken;
  untilMs = Date.now() + (given.expiresIn - 10) * 1000;
  return token;
}
async function api(path) {
  const answer = await fetch(path, { headers: { authorization: 'Bearer ' + (await access()) } });
  return answer.ok ? answer.json() : undefined;
}
const line = (text) => Object.assign(document.createElement('li'), { textContent: text });
for (const box of document.querySelectorAll('[data-from]')) {
  api(box.dataset.from).then((given) => {
    for (const row of given?.lines ?? []) box.append(line(row));
  }, () => { box.textContent = ''; });
}
const search = document.querySelector('#q');
const hints = document.querySelector('#hints');
let asked = 0;
search?.addEventListener('input', async () => {
  const mine = ++asked;
  if (search.value.trim().length < 3) return;
  const given = await api('/api/search?q=' + encodeURIComponent(search.value.trim())).catch(() => undefined);
  if (mine !== asked) return;
  hints.replaceChildren(...(given?.hits ?? []).map((hit) => {
    const item = document.createElement('li');
    item.append(Object.assign(document.createElement('a'), { href: hit.href, textContent: hit.title }));
    return item;
  }));
});
`;
