/** What the box for staying signed in is called, in ten languages. */
export const rememberWords =
  /remember[ _-]?me|(stay|keep)[ _-]?(me[ _-]?)?(signed|logged)[ _-]?in|^remember|angemeldet bleiben|eingeloggt bleiben|anmeldung merken|se souvenir|rester connecté|garder ma session|recordarme|recu[eé]rdame|mantener (la )?sesión|ricordami|resta collegat|rimani connesso|lembrar(-me)?|manter (a )?sess|continuar conectado|onthoud mij|ingelogd blijven|aangemeld blijven|zapami[eę]taj|nie wylogowuj|ログイン(状態)?を保持|ログインしたまま|记住我|保持登录|記住我|保持登入/iu;

/** Runs inside the page: whether a form with a password has such a box; ticks it if that is wanted. */
export function rememberBox({ source, tick }: { readonly source: string; readonly tick: boolean }): boolean {
  const words = new RegExp(source, 'iu');
  const boxes = [...document.querySelectorAll<HTMLInputElement>('form input[type=checkbox]')].filter(
    (one) => !one.disabled && one.form?.querySelector('input[type=password]'),
  );
  const called = (one: HTMLInputElement) =>
    [
      one.name,
      one.id,
      one.getAttribute('aria-label') ?? '',
      ...[...(one.labels ?? [])].map((label) => label.textContent ?? ''),
    ].some((text) => words.test(text.trim()));
  const found = boxes.find(called);
  // Pressed where a person presses: a box that a page draws itself lies under its label.
  if (found && tick && !found.checked) (found.labels?.[0] ?? found).click();
  if (found && tick && !found.checked) found.click();
  return found !== undefined;
}
