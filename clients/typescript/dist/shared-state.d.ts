import type { Change, PatchOperation } from './core/frames.js';
import type { Json, JsonObject } from './core/json.js';
import type { Accepted, ChangeOptions, MergePatch } from './types.js';
/** What changes the state. */
export type Changer<S> = (change: Change, options: ChangeOptions<S>) => Promise<Accepted>;
/** The user's state, the same in every tab (docs/client.md, section 7). It changes when the server has changed it. */
export declare class SharedState<S extends object> {
    #private;
    /** @internal */
    constructor(change: Changer<S>, guard: (call: () => void) => void);
    /** The document. Not to be changed: it is replaced as a whole. */
    get value(): Readonly<S>;
    /** Its version; null until the server has told it. */
    get version(): number | null;
    /** Calls back at each change, and with the document as it is when it is known. Returns what ends it. */
    onChange(watcher: (value: S, version: number) => void): () => void;
    /** Changes it by a merge patch (RFC 7396). Resolves when the change is durable; rejects as `send` does. */
    patch(patch: MergePatch<S>, options?: ChangeOptions<S>): Promise<Accepted>;
    /** Sets values at dotted paths. */
    set(updates: Record<string, Json>, options?: ChangeOptions<S>): Promise<Accepted>;
    /** Changes it by a JSON Patch (RFC 6902). */
    apply(ops: PatchOperation[], options?: ChangeOptions<S>): Promise<Accepted>;
    /** @internal */
    replaced(value: JsonObject, version: number): void;
}
