/** The user's state, the same in every tab (docs/client.md, section 7). It changes when the server has changed it. */
export class SharedState {
    #change;
    #guard;
    #watchers = new Set();
    #value = {};
    #version = null;
    /** @internal */
    constructor(change, guard) {
        this.#change = change;
        this.#guard = guard;
    }
    /** The document. Not to be changed: it is replaced as a whole. */
    get value() {
        return this.#value;
    }
    /** Its version; null until the server has told it. */
    get version() {
        return this.#version;
    }
    /** Calls back at each change, and with the document as it is when it is known. Returns what ends it. */
    onChange(watcher) {
        this.#watchers.add(watcher);
        if (this.#version !== null)
            watcher(this.#value, this.#version);
        return () => this.#watchers.delete(watcher);
    }
    /** Changes it by a merge patch (RFC 7396). Resolves when the change is durable; rejects as `send` does. */
    patch(patch, options = {}) {
        return this.#change({ patch: patch }, options);
    }
    /** Sets values at dotted paths. */
    set(updates, options = {}) {
        return this.#change({ updates }, options);
    }
    /** Changes it by a JSON Patch (RFC 6902). */
    apply(ops, options = {}) {
        return this.#change({ ops }, options);
    }
    /** @internal */
    replaced(value, version) {
        this.#value = value;
        this.#version = version;
        for (const watcher of [...this.#watchers])
            this.#guard(() => watcher(this.#value, version));
    }
}
