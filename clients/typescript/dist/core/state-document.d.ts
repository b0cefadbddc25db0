import type { Context } from './context.js';
import { type Frame } from './frames.js';
import type { JsonObject } from './json.js';
/** The user's state as this client knows it (docs/client.md, section 7). */
export declare class StateDocument {
    #private;
    version: number;
    state: JsonObject;
    /** Whether the server has told it yet. */
    known: boolean;
    constructor(context: Context);
    /** `state_snapshot`, `state_resync`. */
    replace(version: number, state: JsonObject): void;
    /** `current_state`, `version_conflict`: they may be older than what came before them. */
    raise(version: number, state: JsonObject): void;
    /** `state_updated`. */
    update(frame: Frame): void;
}
