import type { PositionRecord } from './actions.js';
/** Which seqs have come, and which of them the application is done with (docs/client.md, section 4). */
export declare class Position {
    #private;
    epoch: string | null;
    /** The ordinary run has come so far. */
    received: number;
    constructor(record: PositionRecord | undefined);
    /** Everything up to this seq is handled; what the server may know. */
    get value(): number;
    get pending(): number;
    /** Handled seqs above a position. */
    handledAbove(position: number): number[];
    has(seq: number): boolean;
    /** Whether every seq between `received` and this one came ahead of its turn. */
    isNext(seq: number): boolean;
    moveTo(seq: number): void;
    addEarly(seq: number): void;
    /** Seqs of another history begin. */
    beginEpoch(epoch: string, received: number): void;
    /** Numbers a delivery. */
    deliver(seq: number | null): number;
    handled(delivery: number): void;
}
