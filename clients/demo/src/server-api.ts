import { byId } from './dom.js';

const field = byId('publish-key', HTMLInputElement);

/** An answer of the server API. */
export interface Answer<T> {
  status: number;
  /** null where the call failed. */
  body: T | null;
  /** What is wrong, for people; empty where nothing is. */
  problem: string;
  ms: number;
}

/** The key changed, so that what was refused may be tried again. */
export function onKeyChange(action: () => void): void {
  field.addEventListener('change', action);
}

/** One call of the server API (protocol section 7), as a service makes it: with the API key from the page's form. Throws only when there is no answer. */
export async function call<T>(method: string, path: string, body?: object): Promise<Answer<T>> {
  const begun = performance.now();
  const response = await fetch(path, {
    method,
    headers: { authorization: `Bearer ${field.value}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : null,
  });
  const answer: unknown = await response.json().catch(() => null);
  const ms = Math.round(performance.now() - begun);
  if (response.ok) return { status: response.status, body: answer as T, problem: '', ms };
  return { status: response.status, body: null, problem: problem(response, answer as Problem | null), ms };
}

/** The path of a user, or of something under it. */
export function userPath(user: string, rest = ''): string {
  return `/api/v1/users/${encodeURIComponent(user)}${rest}`;
}

interface Problem {
  code?: string;
  detail?: string;
  title?: string;
}

function problem(response: Response, answer: Problem | null): string {
  const retry = response.headers.get('retry-after');
  const parts = [
    `${response.status} ${answer?.code ?? ''}`.trim(),
    answer?.detail ?? answer?.title ?? response.statusText,
    retry ? `retry after ${retry} s` : '',
  ];
  return parts.filter(part => part !== '').join(': ');
}
