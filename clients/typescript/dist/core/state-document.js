import { payloadOf } from './frames.js';
import { applyChange } from './state-patches.js';
/** The user's state as this client knows it (docs/client.md, section 7). */
export class StateDocument {
    version = 0;
    state = {};
    /** Whether the server has told it yet. */
    known = false;
    #context;
    constructor(context) {
        this.#context = context;
    }
    /** `state_snapshot`, `state_resync`. */
    replace(version, state) {
        this.version = version;
        this.state = state;
        this.known = true;
        this.#context.do({ do: 'state', version, state });
    }
    /** `current_state`, `version_conflict`: they may be older than what came before them. */
    raise(version, state) {
        if (!this.known || version > this.version)
            this.replace(version, state);
    }
    /** `state_updated`. */
    update(frame) {
        const payload = payloadOf(frame);
        // A snapshot may be newer than what the replay still brings.
        if (this.known && payload.version <= this.version)
            return;
        if (!this.known || payload.version > this.version + 1)
            return this.#ask();
        let changed;
        try {
            changed = applyChange(this.state, payload);
        }
        catch {
            // What the server could apply and this client can't means that they hold different documents.
            return this.#ask();
        }
        this.replace(payload.version, changed);
    }
    #ask() {
        this.#context.send({ type: 'get_current_state' });
    }
}
