// What a browser tab keeps over a reload: its name, and for each user and pane the frames shown and the position reached.

const TAB_KEY = 'netra.demo.tab';
const PREFIX = 'netra.demo.session.';
const RELOAD_GRACE_MS = 1_000;

/** A random name, also where the page is not a secure context and has no randomUUID. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * This tab's name. "Duplicate tab" copies the session storage, and two tabs of one name would replace each other's
 * connections for ever; the copy notices that the name is taken and begins as a new tab.
 */
export async function claimTab() {
  const kept = sessionStorage.getItem(TAB_KEY);
  if (kept && await takeName(kept)) return kept;
  sessionStorage.clear();
  const fresh = randomId();
  sessionStorage.setItem(TAB_KEY, fresh);
  await takeName(fresh);
  return fresh;
}

// The lock is held as long as the page lives. After a reload the old page may hold it for a moment more.
async function takeName(name) {
  if (!navigator.locks) return true;
  return new Promise(resolve => {
    navigator.locks
      .request(TAB_KEY + '.' + name, { signal: AbortSignal.timeout(RELOAD_GRACE_MS) }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** The record of one user's pane. Frames and position are written together, so that neither is ever ahead of the other. */
export class PaneRecord {
  #key;

  /** @param {string} user @param {string} pane */
  constructor(user, pane) {
    this.#key = `${PREFIX}${pane}.${user}`;
  }

  load() {
    return JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
  }

  /** @param {{rows: object[]}} record */
  save(record) {
    for (let rows = record.rows; ; rows = rows.slice(Math.ceil(rows.length / 2))) {
      try {
        sessionStorage.setItem(this.#key, JSON.stringify({ ...record, rows }));
        return;
      } catch (error) {
        // The quota is used up: keep the newer half. The position alone always fits.
        if (error.name !== 'QuotaExceededError' || rows.length === 0) throw error;
      }
    }
  }
}
