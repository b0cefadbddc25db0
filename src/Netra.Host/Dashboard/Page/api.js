// Asks the host. The key is kept by this tab alone and is never part of an address.

const keyName = "netra.dashboard.key";

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const key = {
  get: () => sessionStorage.getItem(keyName),
  set: (value) => sessionStorage.setItem(keyName, value),
  forget: () => sessionStorage.removeItem(keyName),
};

const readMs = 10_000;

/** A handler that runs once more may take this long. */
const changeMs = 65_000;

async function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (key.get()) headers.Authorization = `Bearer ${key.get()}`;
  const answer = await fetch(path, { ...options, headers, cache: "no-store", signal: AbortSignal.timeout(options.method ? changeMs : readMs) });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem.detail ?? `The host answered ${answer.status}.`);
}

export const get = (path) => ask(`api/${path}`);

export const post = (path, body = {}) => ask(`api/${path}`, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });

/** Whether the host answers without a key. */
export const isOpen = async () => (await ask("access")).open;
