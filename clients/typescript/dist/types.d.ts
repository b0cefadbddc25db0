import type { Connection, TokenReason } from './core/actions.js';
import type { Change, ResetReason } from './core/frames.js';
import type { JsonObject } from './core/json.js';
import type { Numbers } from './core/options.js';
import type { SocketConstructor } from './shell/socket.js';
import type { KeyValueStore } from './shell/tab-store.js';
/** A map from message types to payloads, where the application names none. */
export type AnyMessages = Record<string, JsonObject>;
/** The names of a map's message types. */
export type TypeOf<M> = Extract<keyof M, string>;
/** One message as the application gets it. */
export interface Message<T extends string = string, P = JsonObject> {
    type: T;
    payload: P;
    /** The sender's id, or one that the server made. */
    id?: string;
    /** Its place among the user's durable messages; none on ephemeral ones. */
    seq?: number;
    /** When it was accepted, Unix milliseconds. */
    timestamp: number;
    /** It came ahead of its turn, because it is important. */
    expedited?: boolean;
}
/** Any message of a map. */
export type MessageOf<M> = {
    [T in TypeOf<M>]: Message<T, M[T]>;
}[TypeOf<M>];
/** A message is handled, and acknowledged, when this returns, or the promise that it returns is settled. */
export type Handler<M> = (message: M) => void | Promise<void>;
/** How a message was accepted. */
export interface Accepted {
    id: string;
    /** The server had it already, from a try whose answer was lost. */
    duplicate: boolean;
    /** Its place in the user's log, where it has one. */
    seq: number | null;
}
/** What can be watched beside messages. */
export interface Watchable {
    /** The state of the connection has changed. */
    connection: Connection;
    /** The position was not honoured: messages `from`..`to` are lost, or, where these are null, the log has another history now. */
    reset: {
        reason: ResetReason;
        from: number | null;
        to: number | null;
    };
    /** Messages that will not come: they `expired`, fell to a limit (`overflow`), were `revoked`, or are missing (`gap`). */
    skipped: {
        from: number;
        to: number;
        reason: string;
    };
    /** What belongs to no call: errors of the server, handlers that threw, storage that is full. */
    error: {
        code: string;
        message: string;
        ref: string | null;
        cause?: unknown;
    };
}
/** A merge patch (RFC 7396) for a document: members are set, null deletes. */
export type MergePatch<T> = {
    [K in keyof T]?: (T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? MergePatch<T[K]> : T[K]) | null;
};
/** A change that was written against an older version than the server has. */
export interface Conflict<S> {
    change: Change;
    /** What the server has. */
    state: S;
    version: number;
}
/** How a change behaves. */
export interface ChangeOptions<S> {
    /** Says what to send instead, or null to give up. Without it merge patches and paths are sent again, and operations are rejected. */
    onConflict?: (conflict: Conflict<S>) => Change | null | Promise<Change | null>;
}
/** What a connection needs. */
export interface ConnectOptions {
    /** Where the socket is: `wss://example.com/ws`. Relative ones count from the page. */
    url: string | URL;
    /** The token, or what brings one each time (docs/client.md, section 8). null: there is none, the user has signed out. */
    token: string | ((reason: TokenReason) => string | null | Promise<string | null>);
    /** The user's id. It has to be the token's; with it, position and outbox are kept over a reload. */
    user?: string;
    /** A name for this tab or device; by default made, and kept over a reload. */
    clientId?: string;
    /** Where a new client begins: `unread` (default), `head` (only what is new) or `oldest`. */
    start?: 'unread' | 'head' | 'oldest';
    /** Where to keep what is kept; by default the session storage, where there is one. null: nowhere. */
    storage?: KeyValueStore | null;
    /** The WebSocket to use; by default the global one. Node has none before version 22. */
    webSocket?: SocketConstructor;
    /** Other numbers than those of docs/client.md, section 11. */
    numbers?: Partial<Numbers>;
}
