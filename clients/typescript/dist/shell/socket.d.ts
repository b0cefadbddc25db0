/** What the client needs of a WebSocket: the browser's, Node's and those of libraries have it. */
export interface SocketLike {
    addEventListener(type: 'message', listener: (event: {
        data: unknown;
    }) => void): void;
    addEventListener(type: 'close', listener: (event: {
        code: number;
        reason: string;
    }) => void): void;
    addEventListener(type: 'error', listener: () => void): void;
    send(text: string): void;
    close(code?: number): void;
}
/** Makes WebSockets, as `WebSocket` does. */
export type SocketConstructor = new (url: string, protocols?: string | string[]) => SocketLike;
/** What happens to a socket. */
export interface SocketListener {
    message(data: unknown): void;
    closed(code: number, reason: string): void;
}
/** The one socket of a client. After `close` and after the next `open` nothing more is heard of the one before. */
export declare class Socket {
    #private;
    constructor(make: SocketConstructor, listener: SocketListener);
    open(url: string): void;
    send(text: string): void;
    close(code: number): void;
}
