import type { Connection, TimerName } from './actions.js';
import type { Context } from './context.js';
/** The connection itself: its states, tokens, delays and signs of life (docs/client.md, sections 2, 3, 8 and 9). */
export declare class Link {
    #private;
    state: Connection['state'];
    /** @param lost called when a connection is over */
    constructor(context: Context, lost: (code: number | null) => void);
    connect(): void;
    disconnect(): void;
    /** The network or the page may be back. */
    wake(): void;
    token(token: string, query: () => Record<string, string | number>): void;
    tokenFailed(final: boolean): void;
    /** `connection_established` came. False when it is not its time. */
    established(resumed: boolean, intervalMs: number): boolean;
    heard(): void;
    /** The socket has closed. @param retryAfterMs takes the place of the code's floor */
    closed(code: number, reason: string, retryAfterMs?: number | null): void;
    /** The connection is of no use any more. */
    broken(closeCode: number, reason: string): void;
    /** Ends for good. */
    end(closeCode: number, reason: string, code?: number | null): void;
    /** Leaves this connection for another. */
    again(): void;
    /** The server asks to come back later. */
    comeBack(afterMs: number): void;
    refresh(): void;
    refreshFailed(): void;
    timer(timer: TimerName): void;
}
