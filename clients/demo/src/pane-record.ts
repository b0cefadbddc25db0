import type { KeyValueStore } from '@netra/client';
import type { Run } from './assistant-model.js';
import type { Row } from './frame-list.js';
import type { Checked } from './seq-checker.js';

const PREFIX = 'netra.demo.pane.';

/** What a browser tab keeps of one user's pane over a reload. */
export interface Kept {
  wanted: boolean;
  view: string;
  checked: Checked;
  runs: Run[];
  rows: Row[];
}

/**
 * The record of one user's pane, and the store of its client. What is shown and the client's position are written together, so that neither is ever
 * ahead of the other: after a reload nothing is shown twice, and nothing is missing.
 */
export class PaneRecord implements KeyValueStore {
  readonly kept: Partial<Kept>;
  #key: string;
  #client: Record<string, string>;
  #changed: () => void;

  /** @param changed called when the client has something to keep */
  constructor(user: string, pane: string, changed: () => void) {
    this.#key = `${PREFIX}${pane}.${user}`;
    this.#changed = changed;
    const { client, ...kept } = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') as Partial<Kept> & { client?: Record<string, string> };
    this.#client = client ?? {};
    this.kept = kept;
  }

  getItem(key: string): string | null {
    return this.#client[key] ?? null;
  }

  setItem(key: string, value: string): void {
    this.#client[key] = value;
    this.#changed();
  }

  save(kept: Kept): void {
    for (let rows = kept.rows; ; rows = rows.slice(Math.ceil(rows.length / 2))) {
      try {
        sessionStorage.setItem(this.#key, JSON.stringify({ ...kept, rows, client: this.#client }));
        return;
      } catch (error) {
        // The quota is used up: keep the newer half. The position alone always fits.
        if (!(error instanceof DOMException && error.name === 'QuotaExceededError') || rows.length === 0) throw error;
      }
    }
  }

  /** Forgets everything, as if the tab were new. */
  clear(): void {
    sessionStorage.removeItem(this.#key);
  }
}
