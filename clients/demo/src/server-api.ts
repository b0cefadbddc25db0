import { byId } from './dom.js';

/** Longer than the server takes to answer, or to say that it can't. */
const TIMEOUT_MS = 15_000;

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
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  const answer = jsonOf(text);
  const ms = Math.round(performance.now() - begun);
  if (response.ok && answer === undefined && text !== '') return { status: response.status, body: null, problem: `${response.status}: the answer is no JSON`, ms };
  if (response.ok) return { status: response.status, body: (answer ?? null) as T | null, problem: '', ms };
  return { status: response.status, body: null, problem: problem(response, (answer ?? null) as Problem | null), ms };
}

/** Why a call had no answer, for people. */
export function whyNoAnswer(error: unknown): string {
  return error instanceof DOMException && error.name === 'TimeoutError' ? `it said nothing for ${TIMEOUT_MS / 1000} s` : 'it can\'t be reached';
}

/** The path of a user, or of something under it. */
export function userPath(user: string, rest = ''): string {
  return `/api/v1/users/${encodeURIComponent(user)}${rest}`;
}

/** undefined where it is none: proxies answer in other languages. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
