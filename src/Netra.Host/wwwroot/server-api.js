// The server API (protocol section 7), called as a service would call it: with the API key from the page's form.

const field = document.getElementById('publish-key');

/** The key changed, so that what was refused may be tried again. */
export function onKeyChange(action) {
  field.addEventListener('change', action);
}

/**
 * One call. Throws only when there is no answer.
 * @param {string} method @param {string} path @param {object} [body]
 * @returns {Promise<{status: number, ok: boolean, body: object | null, ms: number, problem: string}>}
 */
export async function call(method, path, body) {
  const begun = performance.now();
  const response = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${field.value}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json().catch(() => null);
  const ms = Math.round(performance.now() - begun);
  return { status: response.status, ok: response.ok, body: answer, ms, problem: response.ok ? '' : problem(response, answer) };
}

/** The path of a user, or of something under it. */
export function userPath(user, rest = '') {
  return `/api/v1/users/${encodeURIComponent(user)}${rest}`;
}

function problem(response, answer) {
  const retry = response.headers.get('retry-after');
  return [
    `${response.status} ${answer?.code ?? ''}`.trim(),
    answer?.detail ?? answer?.title ?? response.statusText,
    retry ? `retry after ${retry} s` : '',
  ].filter(Boolean).join(': ');
}
