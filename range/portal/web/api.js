const settings = document.body.dataset;

export const apiOrigin = settings.api;

/** Who is signed in, and what this portal offers; filled at start and at sign-in. */
export const session = { user: null, features: {}, accessToken: undefined };

/** Takes over what the server says of the session, and keeps what this portal keeps in the browser. */
export function remember({ user, features, accessToken, refreshToken }) {
  Object.assign(session, { user, features, accessToken });
  if (features.keepRenewal) keep({ accessToken, refreshToken });
  if (features.keepToken && accessToken) localStorage.setItem('portal.token', accessToken);
  if (features.keepVisitor && localStorage.getItem('visitor') === null) {
    localStorage.setItem('visitor', `${crypto.randomUUID()}.${crypto.randomUUID()}`);
    localStorage.setItem(
      'draft',
      JSON.stringify({ refreshedAt: Date.now(), text: 'Please ring before ten, the gate is locked.' }),
    );
  }
}

/** Where the page keeps its tokens: new ones take the place of those that are there. */
function keep({ accessToken, refreshToken }) {
  if (accessToken) localStorage.setItem('portal.access', accessToken);
  if (refreshToken) localStorage.setItem('portal.refresh', refreshToken);
  session.accessToken = localStorage.getItem('portal.access') ?? undefined;
}

export function forget() {
  localStorage.removeItem('portal.access');
  localStorage.removeItem('portal.refresh');
}

export class Refusal extends Error {
  constructor(status, problem) {
    super(problem?.title ?? 'Something went wrong. Please try again.');
    this.status = status;
    this.problem = problem;
  }
}

/** One request to the API. The organisation goes along, so that a stale tab never writes into another account. */
export async function api(method, path, body) {
  const headers = {};
  if (session.user?.organisation) headers['X-Org-Id'] = session.user.organisation.id;
  if (session.accessToken) headers.Authorization = `Bearer ${session.accessToken}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const csrf = /(?:^|; )csrf=([^;]+)/.exec(document.cookie)?.[1];
  if (csrf && method !== 'GET') headers['X-CSRF-Token'] = csrf;
  const response = await fetch(`${apiOrigin}${path}`, {
    method,
    headers,
    credentials: 'include',
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((error) => {
    throw new Refusal(0, { title: 'The portal cannot be reached', detail: error.message });
  });
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  const answer = isJson ? await response.json() : null;
  // The access token ran out: the cookie gives a new one, once.
  if (response.status === 401 && session.accessToken && path !== '/api/v1/session') {
    session.accessToken = undefined;
    const refreshToken = localStorage.getItem('portal.refresh');
    if (session.features.keepRenewal) keep(await api('POST', '/api/v1/session/renewals', { refreshToken }));
    else remember(await api('GET', '/api/v1/session'));
    if (session.accessToken) return api(method, path, body);
  }
  if (response.status === 401 && session.user !== null) session.user = null;
  if (!response.ok) throw new Refusal(response.status, answer);
  if (answer?.error) throw new Refusal(404, { title: answer.message });
  return answer;
}

export const queryOf = (fields) => {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return known.length === 0 ? '' : `?${new URLSearchParams(known)}`;
};

export const consoleOrigin = settings.console;
export const avatarPath = settings.avatar;
