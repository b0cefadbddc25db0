import type { OutboxRecord, PositionRecord } from './actions.js';
/** The numbers of a client (docs/client.md, section 11). Times are milliseconds. */
export interface Numbers {
    first_delay_ms: number;
    longest_delay_ms: number;
    steady_after_ms: number;
    connect_timeout_ms: number;
    pong_timeout_ms: number;
    wake_timeout_ms: number;
    ack_delay_ms: number;
    ack_every: number;
    max_pending: number;
    max_outbox: number;
    max_in_flight: number;
    token_retry_ms: number;
}
export declare const DEFAULT_NUMBERS: Numbers;
/** What a core begins with. */
export interface CoreOptions {
    client_id: string;
    /** Where a client begins that has no position. */
    start?: 'unread' | 'head' | 'oldest' | undefined;
    /** The user whose connection this has to be; absent: whichever user the first connection has. */
    user_id?: string | undefined;
    record?: PositionRecord | undefined;
    outbox?: OutboxRecord[] | undefined;
    numbers?: Partial<Numbers> | undefined;
}
