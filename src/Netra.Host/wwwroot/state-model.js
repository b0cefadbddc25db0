// The user's state as this tab knows it: the document and its version, kept current by the frames of protocol section 5.

import { applyOperations, mergePatch, setPaths } from './state-patches.js';

const MAX_KEPT_CHARACTERS = 64 * 1024;

export class StateModel {
  #known = false;

  /** @param {{version?: number, state?: object}} kept */
  constructor(kept = {}) {
    this.version = kept.version ?? 0;
    this.state = kept.state ?? {};
    this.#known = kept.state !== undefined;
  }

  /** For the tab's record. A large document is left out: the server sends it again. */
  toJSON() {
    const { version, state } = this;
    return this.#known && JSON.stringify(state).length <= MAX_KEPT_CHARACTERS ? { version, state } : {};
  }

  /** The part of the query that says which version this tab holds. */
  get position() {
    return this.#known ? { state_version: this.version } : {};
  }

  /**
   * Takes a frame.
   * @returns {'changed' | 'same' | 'behind'} behind: a version is missing, `get_current_state` brings it
   */
  take({ type, payload }) {
    if (type === 'state_snapshot' || type === 'state_resync') return this.#replace(payload);
    if (type === 'current_state') return payload.version < this.version ? 'same' : this.#replace(payload);
    // A snapshot may be newer than what the replay still brings.
    if (type !== 'state_updated' || payload.version <= this.version) return 'same';
    if (payload.version > this.version + 1) return 'behind';
    try {
      return this.#replace({ version: payload.version, state: this.#changedBy(payload) });
    } catch {
      return 'behind';
    }
  }

  #changedBy({ patch, updates, ops }) {
    if (patch !== undefined) return mergePatch(this.state, patch);
    return updates !== undefined ? setPaths(this.state, updates) : applyOperations(this.state, ops);
  }

  #replace({ version, state }) {
    this.version = version;
    this.state = state;
    this.#known = true;
    return 'changed';
  }
}
