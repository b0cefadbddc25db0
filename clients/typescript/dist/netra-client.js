import { NetraError } from './netra-error.js';
import { SharedState } from './shared-state.js';
import { DeliveryQueue } from './shell/delivery-queue.js';
import { Driver } from './shell/driver.js';
import { MessageStream } from './shell/message-stream.js';
import { watchPage } from './shell/page-events.js';
import { claimName, randomId } from './shell/tab-name.js';
import { TabStore } from './shell/tab-store.js';
import { Watchers } from './shell/watchers.js';
/** A connection that survives what can be survived (docs/client.md). Made by `connect`. */
export class NetraClient {
    /** The user's state. */
    state;
    #store;
    #driver;
    #core;
    #named;
    #watchers = new Watchers();
    #queue = new DeliveryQueue();
    #handlers = new Map();
    #streams = new Set();
    #promised = new Map();
    #connection = { state: 'disconnected' };
    #unwatchPage = null;
    #wanted = false;
    /** @internal */
    constructor(options) {
        const { user, clientId } = options;
        this.#store = openStore(options, cause => this.#error('storage_failed', 'The storage has failed.', cause));
        this.#core = {
            client_id: clientId ?? this.#store.clientId ?? randomId(),
            user_id: user,
            start: options.start,
            numbers: options.numbers,
            record: this.#store.position ?? undefined,
            outbox: this.#store.outbox,
        };
        this.#driver = new Driver(options, this.#core, action => this.#told(action));
        this.#named = this.#claim(user !== undefined && clientId === undefined);
        this.state = new SharedState((change, how) => this.#change(change, how), call => this.#watchers.guard(call));
    }
    /** What the connection is now. */
    get connection() {
        return this.#connection;
    }
    /** Connects, or ends a wait. No effect while there is a connection. */
    connect() {
        this.#wanted = true;
        this.#unwatchPage ??= watchPage(() => this.#driver.happened({ on: 'wake' }), () => this.#hide());
        void this.#named.then(() => {
            if (this.#wanted)
                this.#driver.happened({ on: 'connect' });
        });
    }
    /** Acknowledges what is handled and closes. What waits to be sent keeps waiting. */
    disconnect() {
        this.#wanted = false;
        this.#unwatchPage?.();
        this.#unwatchPage = null;
        this.#driver.happened({ on: 'disconnect' });
        this.#store.flush();
    }
    /** Hears the messages of a type, in order, one at a time over all types. Returns what ends it. */
    on(type, handler) {
        const handlers = this.#handlers.get(type) ?? new Set();
        this.#handlers.set(type, handlers.add(handler));
        return () => handlers.delete(handler);
    }
    /** Watches what happens beside messages. Returns what ends it. */
    watch(name, watcher) {
        return this.#watchers.add(name, watcher);
    }
    /**
     * Sends a message. Resolves when it is durably accepted, however many connections that takes; rejects with a `NetraError` when it can't be.
     * @param id the same id is accepted once; by default a new one
     */
    send(type, payload, id = randomId()) {
        return this.#promise(id, undefined, { on: 'send', id, type, payload: payload });
    }
    /** Every message from now on. One is handled when the loop asks for the next. Ends with `disconnect`; throws when the connection is closed for good. */
    [Symbol.asyncIterator]() {
        const stream = new MessageStream(() => this.#streams.delete(stream));
        this.#streams.add(stream);
        return stream;
    }
    #change(change, { onConflict }) {
        const id = randomId();
        const ask = onConflict;
        return this.#promise(id, ask, { on: 'change', id, change, ask: ask !== undefined });
    }
    #promise(id, onConflict, event) {
        return new Promise((resolve, reject) => {
            if (this.#promised.has(id))
                return reject(new NetraError('invalid_id', 'The id is on its way.'));
            this.#promised.set(id, { resolve, reject, onConflict });
            this.#driver.happened(event);
        });
    }
    #told(action) {
        switch (action.do) {
            case 'connection': return this.#connected(withoutName(action));
            case 'deliver': return this.#queue.add(() => this.#deliver(action.frame, action.delivery));
            case 'reset':
            case 'skipped': return this.#queue.add(() => this.#watchers.tell(action.do, withoutName(action)));
            case 'state': return this.state.replaced(action.state, action.version);
            case 'conflict': return void this.#conflict(action);
            case 'accepted': return this.#settle(action.id)?.resolve(withoutName(action));
            case 'rejected': return this.#rejected(action);
            case 'error': return this.#watchers.tell('error', withoutName(action));
            case 'save':
                this.#store.position = action.record;
                return;
            case 'save_outbox':
                this.#store.outbox = action.entries;
                return;
        }
    }
    #connected(connection) {
        this.#connection = connection;
        this.#watchers.tell('connection', connection);
        if (connection.state !== 'closed' && connection.state !== 'disconnected')
            return;
        const failure = connection.state === 'closed' ? new NetraError('closed', `Closed: ${connection.code} ${connection.reason}`) : null;
        this.#queue.add(() => this.#streams.forEach(stream => stream.end(failure)));
    }
    // Not asynchronous where no handler is: then the next message does not wait for another turn.
    #deliver(frame, delivery) {
        const message = frame;
        const calls = [...(this.#handlers.get(frame.type) ?? []), ...[...this.#streams].map(stream => (each) => stream.offer(each))];
        const results = calls.map(call => this.#handle(() => call(message), frame)).filter(result => result !== undefined);
        const handled = () => this.#driver.happened({ on: 'handled', delivery });
        return results.length > 0 ? Promise.all(results).then(handled) : handled();
    }
    #handle(call, frame) {
        const failed = (cause) => this.#error('listener_failed', `A handler of ${frame.type} has failed.`, cause, frame.id);
        try {
            const result = call();
            return result ? Promise.resolve(result).catch(failed) : undefined;
        }
        catch (cause) {
            failed(cause);
            return undefined;
        }
    }
    async #conflict({ id, change, version, state }) {
        let next = null;
        try {
            next = (await this.#promised.get(id)?.onConflict?.({ change, version, state })) ?? null;
        }
        catch (cause) {
            this.#error('listener_failed', 'onConflict has failed.', cause, id);
        }
        this.#driver.happened({ on: 'resolved', id, change: next });
    }
    #rejected({ id, code, message }) {
        const promised = this.#settle(id);
        if (promised)
            promised.reject(new NetraError(code, message));
        else
            this.#watchers.tell('error', { code, message, ref: id });
    }
    #settle(id) {
        const promised = this.#promised.get(id);
        this.#promised.delete(id);
        return promised;
    }
    #hide() {
        this.#driver.happened({ on: 'hide' });
        this.#store.flush();
    }
    #error(code, message, cause, ref = null) {
        this.#watchers.tell('error', { code, message, ref, cause });
    }
    async #claim(needed) {
        if (!needed)
            return;
        if (!(await claimName(this.#core.client_id)))
            this.#core.client_id = randomId();
        this.#store.clientId = this.#core.client_id;
    }
}
/** What an action says, for those who don't know actions. */
function withoutName(action) {
    const { do: _, ...rest } = action;
    return rest;
}
function openStore({ url, user, clientId = '', storage }, failed) {
    const store = user === undefined ? null : storage === undefined ? sessionStore(failed) : storage;
    return new TabStore(store, `netra.${String(url)}.${user}.${clientId}.`, failed);
}
function sessionStore(failed) {
    try {
        return globalThis.sessionStorage ?? null;
    }
    catch (cause) {
        // A page may be forbidden even to name it.
        failed(cause);
        return null;
    }
}
