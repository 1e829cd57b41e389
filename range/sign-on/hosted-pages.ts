const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');

/** The script of the hosted pages: the notice about cookies goes away, and is not shown again. */
export const hostedScript = `const notice = document.querySelector('.notice');
if (notice && document.cookie.includes('notice=seen')) notice.remove();
for (const one of document.querySelectorAll('.notice button')) one.addEventListener('click', () => {
  document.cookie = 'notice=seen; Path=/; Secure; SameSite=Lax';
  notice.remove();
});
for (const one of document.querySelectorAll('[data-shows]')) one.addEventListener('click', () => {
  const field = document.querySelector(one.dataset.shows);
  field.type = field.type === 'password' ? 'text' : 'password';
});
`;
export const hostedStyle = `body{font:16px/1.5 system-ui;margin:0;background:#eef1f4}
main{max-width:22rem;margin:8vh auto;background:#fff;padding:2rem;border-radius:8px}
input,button{font:inherit;display:block;width:100%;box-sizing:border-box;margin:.3rem 0 1rem;padding:.6rem}
.quiet{width:auto;display:inline;border:0;background:none;color:#135}
.trouble{color:#a11}
.notice{position:fixed;inset:auto 0 0 0;height:70vh;background:#fffd;z-index:50;padding:1.5rem}
`;

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Keyharbour</title>
<link rel="stylesheet" href="/hosted.css">
<script src="/hosted.js" defer></script>
</head>
<body>
<main>
<p>Keyharbour</p>
${body}
</main>
<div class="notice" role="dialog" aria-label="Cookies">
<p>We keep a cookie to remember that you have signed in, and one for our statistics.</p>
<button type="button">Only necessary</button>
<button type="button">Accept all</button>
</div>
</body>
</html>
`;

const said = (trouble: string | undefined) =>
  trouble === undefined ? '' : `<p class="trouble" role="alert">${escaped(trouble)}</p>`;

/** The pages of the identity provider: address first, then the password, then a code where the account has one. */
export const hostedPages = {
  identifier: (trouble?: string) =>
    shell(
      'Sign in',
      `<h1>Sign in to Northline Desk</h1>
${said(trouble)}
<form method="post" action="/login">
<label for="who">Work e-mail</label>
<input id="who" name="identifier" type="text" inputmode="email" autocomplete="username" required>
<button type="submit">Continue</button>
</form>
<p><a href="/help">Trouble signing in?</a></p>`,
    ),
  password: (email: string, trouble?: string) =>
    shell(
      'Password',
      `<h1>Enter your password</h1>
<p>${escaped(email)} <a href="/login">Not you?</a></p>
${said(trouble)}
<form method="post" action="/login/password">
<label for="secret">Password</label>
<input id="secret" name="password" type="password" autocomplete="current-password" required>
<button type="button" class="quiet" data-shows="#secret">Show password</button>
<label><input type="checkbox" name="remember" checked> Keep me signed in on this device</label>
<button type="submit">Continue</button>
</form>
<p><a href="/help">Forgot password?</a></p>`,
    ),
  code: (trouble?: string) =>
    shell(
      'Verification',
      `<h1>Two-step verification</h1>
<p>Open your authenticator app and enter the 6-digit code that it shows for Northline Desk.</p>
${said(trouble)}
<form method="post" action="/login/code">
<label for="code">Verification code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
<button type="submit">Verify</button>
</form>`,
    ),
  sent: (email: string) =>
    shell(
      'Check your e-mail',
      `<h1>Check your e-mail</h1>
<p>We have sent a link to ${escaped(email)}. Open it in this browser within ten minutes to sign in.</p>`,
    ),
  notice: (title: string, text: string) => shell(title, `<h1>${escaped(title)}</h1>\n<p>${escaped(text)}</p>`),
};
