const OUTBOX_DELAY_MS = 100;
/** What is kept over a reload (docs/client.md, section 10). Reading never fails; what can't be written is reported. */
export class TabStore {
    #store;
    #prefix;
    #failed;
    #outbox = null;
    #timer;
    constructor(store, prefix, failed) {
        this.#store = store;
        this.#prefix = prefix;
        this.#failed = failed;
    }
    get clientId() {
        return this.#read('client_id');
    }
    set clientId(value) {
        this.#write('client_id', value);
    }
    get position() {
        return this.#read('position');
    }
    set position(record) {
        this.#write('position', record);
    }
    get outbox() {
        return this.#read('outbox') ?? [];
    }
    /** Many messages are sent in a row, and each writes the whole: so it is written a moment later, once. */
    set outbox(entries) {
        this.#outbox = entries;
        if (this.#store)
            this.#timer ??= setTimeout(() => this.flush(), OUTBOX_DELAY_MS);
    }
    flush() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        if (this.#outbox)
            this.#write('outbox', this.#outbox);
        this.#outbox = null;
    }
    #read(name) {
        try {
            return JSON.parse(this.#store?.getItem(this.#prefix + name) ?? 'null');
        }
        catch (cause) {
            this.#failed(cause);
            return null;
        }
    }
    #write(name, value) {
        try {
            this.#store?.setItem(this.#prefix + name, JSON.stringify(value));
        }
        catch (cause) {
            this.#failed(cause);
        }
    }
}
