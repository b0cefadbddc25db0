import type { PositionRecord } from './actions.js';
import type { Context } from './context.js';
import { type Established, type Frame } from './frames.js';
import { Position } from './position.js';
/** Takes frames in the order of their seqs, tells the application, saves the position and acknowledges it. */
export declare class Delivery {
    #private;
    readonly position: Position;
    constructor(context: Context, record: PositionRecord | undefined, userId: () => string | null);
    /** A connection begins. Returns whether it is one of another history. */
    begin(established: Established): boolean;
    /** The answer to `resume`. False when only a new connection can tell where to go on. */
    resumed(frame: Frame): boolean;
    /** A frame of the application. Returns whether it is new and taken now. */
    take(frame: Frame, deliver: boolean): boolean;
    skip(frame: Frame): void;
    handled(delivery: number): void;
    /** Saves what has changed, and acknowledges it now or soon. The record comes first: what is acknowledged must be kept. */
    settle(): void;
    acknowledge(): void;
}
