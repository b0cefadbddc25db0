import type { Context } from './context.js';
import { OWN_ID, payloadOf, type Change, type Frame } from './frames.js';
import type { JsonObject } from './json.js';
import { applyChange } from './state-patches.js';

/** The user's state as this client knows it (docs/client.md, section 7). */
export class StateDocument {
  version = 0;
  state: JsonObject = {};
  /** Whether the server has told it yet. */
  known = false;
  #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** `state_snapshot`, `state_resync`. */
  replace(version: number, state: JsonObject): void {
    this.version = version;
    this.state = state;
    this.known = true;
    this.#context.do({ do: 'state', version, state });
  }

  /** `current_state`, `version_conflict`: they may be older than what came before them. */
  raise(version: number, state: JsonObject): void {
    if (!this.known || version > this.version) this.replace(version, state);
  }

  /** `state_updated`. */
  update(frame: Frame): void {
    const payload = payloadOf<{ version: number } & Change>(frame);
    // A snapshot may be newer than what the replay still brings.
    if (this.known && payload.version <= this.version) return;
    if (!this.known || payload.version > this.version + 1) return this.ask();
    let changed;
    try {
      changed = applyChange(this.state, payload);
    } catch {
      // What the server could apply and this client can't means that they hold different documents.
      return this.ask();
    }

    this.replace(payload.version, changed);
  }

  /** Asks for the document, unless that waits for its time. */
  ask(): void {
    if (!this.#context.runs('state')) this.#context.send({ type: 'get_current_state', id: `${OWN_ID}state` });
  }
}
