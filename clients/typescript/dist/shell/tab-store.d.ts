import type { OutboxRecord, PositionRecord } from '../core/actions.js';
/** Where a client keeps its position: the browser's session storage, or whatever has its two methods. */
export interface KeyValueStore {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
}
/** What is kept over a reload (docs/client.md, section 10). Reading never fails; what can't be written is reported. */
export declare class TabStore {
    #private;
    constructor(store: KeyValueStore | null, prefix: string, failed: (cause: unknown) => void);
    get clientId(): string | null;
    set clientId(value: string);
    get position(): PositionRecord | null;
    set position(record: PositionRecord);
    get outbox(): OutboxRecord[];
    /** Many messages are sent in a row, and each writes the whole: so it is written a moment later, once. */
    set outbox(entries: OutboxRecord[]);
    flush(): void;
}
