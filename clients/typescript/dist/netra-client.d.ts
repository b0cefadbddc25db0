import type { Connection } from './core/actions.js';
import type { JsonObject } from './core/json.js';
import { SharedState } from './shared-state.js';
import { MessageStream } from './shell/message-stream.js';
import type { Accepted, AnyMessages, ConnectOptions, Handler, Message, MessageOf, TypeOf, Watchable } from './types.js';
/** A connection that survives what can be survived (docs/client.md). Made by `connect`. */
export declare class NetraClient<Receive extends object = AnyMessages, Send extends object = Receive, State extends object = JsonObject> implements AsyncIterable<MessageOf<Receive>> {
    #private;
    /** The user's state. */
    readonly state: SharedState<State>;
    /** @internal */
    constructor(options: ConnectOptions);
    /** What the connection is now. */
    get connection(): Connection;
    /** Connects, or ends a wait. No effect while there is a connection. */
    connect(): void;
    /** Acknowledges what is handled and closes. What waits to be sent keeps waiting. */
    disconnect(): void;
    /** Hears the messages of a type, in order, one at a time over all types. Returns what ends it. */
    on<T extends TypeOf<Receive>>(type: T, handler: Handler<Message<T, Receive[T]>>): () => void;
    /** Watches what happens beside messages. Returns what ends it. */
    watch<N extends keyof Watchable>(name: N, watcher: (value: Watchable[N]) => void): () => void;
    /**
     * Sends a message. Resolves when it is durably accepted, however many connections that takes; rejects with a `NetraError` when it can't be.
     * @param id the same id is accepted once; by default a new one
     */
    send<T extends TypeOf<Send>>(type: T, payload: Send[T], id?: string): Promise<Accepted>;
    /** Every message from now on. One is handled when the loop asks for the next. Ends with `disconnect`; throws when the connection is closed for good. */
    [Symbol.asyncIterator](): MessageStream<MessageOf<Receive>>;
}
