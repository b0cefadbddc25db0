import type { OutboxRecord } from './actions.js';
import type { Context } from './context.js';
import { type Change, type Frame, type FrameError } from './frames.js';
import type { StateDocument } from './state-document.js';
/** Messages and changes on their way to the server, in order, until they are answered (docs/client.md, section 6). */
export declare class Outbox {
    #private;
    constructor(context: Context, document: StateDocument, records?: OutboxRecord[]);
    add(record: OutboxRecord, ask?: boolean): void;
    connected(maxBytes: number): void;
    disconnected(code: number | null): void;
    /** Sends what may be sent now. */
    pump(): void;
    /** `ack`, or the `state_updated` of a change. */
    accepted(id: string | undefined, duplicate: boolean, seq: number | null): void;
    conflict(frame: Frame): void;
    /** The application has said what becomes of a change that met a conflict. */
    resolved(id: string, change: Change | null): void;
    /** Takes an error. False when it belongs to no entry. */
    failed(error: FrameError): boolean;
    settle(): void;
}
